"""What a member of staff may see on the desk: names of rows need the permission to view them."""

from django.core.exceptions import FieldDoesNotExist, PermissionDenied

# How Django's filters put a question to a field, in the address of a list.
_ASKED_BY_FILTERS = {"", "exact", "id__exact", "isnull", "isempty"}


class OnlyWhatMayBeSeen:
    """Leaves out the fields that point to rows which the member of staff may not view.

    Django asks for the permission to view the row itself, and then prints whatever it points to:
    the name of the holder beside an appointment, the address of an account beside a person.
    A field that has to be filled stays, without anything to choose from.
    """

    def get_list_display(self, request):
        return self._seen(request, super().get_list_display(request))

    def get_search_fields(self, request):
        return self._seen(request, super().get_search_fields(request))

    def get_list_filter(self, request):
        return self._seen(request, super().get_list_filter(request))

    def history_view(self, request, object_id, extra_context=None):
        """Django's, except that whoever may not view such rows is not told which are there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def lookup_allowed(self, lookup, value, request):
        """Only what a filter of this list asks.

        Django lets an address ask any field of the row, also one whose column is left out.
        """
        if not self._is_field(lookup):
            return super().lookup_allowed(lookup, value, request)
        shown = [each for each in map(_name_of, self.get_list_filter(request)) if each]
        return any(
            f"{lookup}__".startswith(f"{name}__") and lookup[len(name) + 2 :] in _ASKED_BY_FILTERS
            for name in shown
        )

    def get_fieldsets(self, request, obj=None):
        return [
            (title, {**options, "fields": self._seen(request, options["fields"])})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_field_queryset(self, db, db_field, request):
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        rows = related.get_queryset(request)
        return rows if related.has_view_permission(request) else rows.none()

    def _seen(self, request, names):
        kept = []
        for name in names:
            if isinstance(name, tuple) and all(isinstance(each, str) for each in name):
                kept.append(tuple(self._seen(request, name)))
            elif self._may_see(request, name):
                kept.append(name)
        return kept

    def _is_field(self, lookup):
        name = lookup.split("__")[0]
        return name == "pk" or name in {field.name for field in self.model._meta.get_fields()}

    def _may_see(self, request, name):
        try:
            field = self.model._meta.get_field(_name_of(name).lstrip("=^@").split("__")[0])
        except FieldDoesNotExist:
            return True
        if field.many_to_many or not field.is_relation or not field.null:
            return True
        return self.admin_site.get_model_admin(field.related_model).has_view_permission(request)


def _name_of(column):
    """Of a column, a field to search, or a filter, which may be a pair or a class: its name."""
    if isinstance(column, tuple):
        return column[0]
    return column if isinstance(column, str) else ""
