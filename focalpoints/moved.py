"""Addresses of entries that were joined with another one: they lead there."""

from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from .joining import kept_instead_of


def to_kept(name, key, *, shows):
    """A redirect for good to the page of that name of the entry that is kept.

    Only where `shows` gives something for its key: else None, as for an address that never was.
    No cache keeps it: what is shown may be hidden the next moment.
    """
    kept = kept_instead_of(key)
    if kept is None or not shows(kept):
        return None
    response = redirect(name, kept, permanent=True)
    add_never_cache_headers(response)
    return response
