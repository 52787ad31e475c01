"""What every page of the site may print."""

from django.conf import settings


def site(request):
    """The configured address of the site: what is printed never comes from the request.

    And whether there are examples among the people, which every page then says.
    """
    return {"site_url": settings.SITE_URL.rstrip("/"), "has_examples": settings.IS_LOCAL}
