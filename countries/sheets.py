"""Organizations as a sheet for staff."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from sources.sheet_cells import ByKey, Column, Words
from sources.sheets import SheetResource

from .models import NAMES_IN_LANGUAGES, Organization, Party

LONGEST_SLUG = Party._meta.get_field("slug").max_length


class OrganizationResource(SheetResource):
    """Found by its address, which is set once. A new one takes another, or one from its name."""

    found_by = "slug"

    slug = Column("slug", name=gettext_lazy("address"))
    name = Column("name")
    name_ar = Column("name_ar")
    name_zh_hans = Column("name_zh_hans")
    name_fr = Column("name_fr")
    name_ru = Column("name_ru")
    name_es = Column("name_es")
    acronym = Column("acronym")
    organization_kind = Column("organization_kind", Words(Party.OrganizationKind.choices))
    parent = Column("parent", ByKey(Organization.objects, "slug"))

    class Meta:
        model = Organization
        fields = ["slug", "name", *NAMES_IN_LANGUAGES, "acronym", "organization_kind", "parent"]

    def with_relations(self, rows):
        return rows.select_related("parent")

    def new_row(self, column, key):
        return Organization(kind=Party.Kind.ORGANIZATION)

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if not instance.slug:
            instance.slug = slugify(instance.name)[:LONGEST_SLUG]

    def _may_be_empty(self, column):
        return column.attribute == "slug" or super()._may_be_empty(column)
