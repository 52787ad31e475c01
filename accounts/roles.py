"""What an editor may do, declared in one place and given anew after each migration."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from .models import EDITORS

# All that is done with the rows of the record; accounts are for administrators.
RECORDS = ["sources", "countries", "focalpoints", "meetings", "remarks"]
# To second what is decided about the account of a focal point.
BESIDE = Q(content_type__app_label="accounts", codename="view_accountdecision")


def fill_group_of_editors(**kwargs):
    """Also connected to post_migrate: permissions of a new model exist only then."""
    may = Permission.objects.filter(Q(content_type__app_label__in=RECORDS) | BESIDE)
    Group.objects.get_or_create(name=EDITORS)[0].permissions.set(may)
