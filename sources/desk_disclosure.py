"""What a member of staff may see on the desk: names of rows need the permission to view them."""

from django.core.exceptions import FieldDoesNotExist


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

    def _may_see(self, request, name):
        if isinstance(name, tuple):  # a filter with a class of its own
            name = name[0]
        try:
            field = self.model._meta.get_field(str(name).lstrip("=^@").split("__")[0])
        except FieldDoesNotExist:
            return True
        if field.many_to_many or not field.is_relation or not field.null:
            return True
        return self.admin_site.get_model_admin(field.related_model).has_view_permission(request)
