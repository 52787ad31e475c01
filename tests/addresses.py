"""What stands in `r2pnet/urls.py`, whether it has a version in each language or none."""

from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern


def patterns_of_the_site():
    """The addresses of the project as it declares them, without those within other lists."""
    patterns = []
    for each in get_resolver().url_patterns:
        of_languages = isinstance(each.pattern, LocalePrefixPattern)
        patterns += each.url_patterns if of_languages else [each]
    return patterns
