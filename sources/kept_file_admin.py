"""Letters on the desk: looked up, fetched, and neither added nor changed nor shown."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .desk_disclosure import OnlyWhatMayBeSeen
from .long_lists import LongList
from .models import KeptFile

ENDINGS = {
    KeptFile.MediaType.PDF: "pdf",
    KeptFile.MediaType.JPEG: "jpg",
    KeptFile.MediaType.PNG: "png",
}


def link_to_letter(kept_file):
    """A link by which a letter is fetched, for whoever may view files; empty without a letter."""
    if kept_file is None:
        return ""
    return render_to_string("admin/sources/keptfile/_link.html", {"kept_file": kept_file})


@admin.register(KeptFile)
class KeptFileAdmin(LongList, OnlyWhatMayBeSeen, admin.ModelAdmin):
    list_display = ["__str__", "media_type", "size", "received_at", "source"]
    list_filter = ["media_type"]
    search_fields = ["source__label", "source__slug"]
    list_select_related = ["source"]
    ordering = ["-received_at", "pk"]
    fields = ["media_type", "size", "received_at", "source", "link"]
    readonly_fields = ["source", "link"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.content_view)
        return [
            path("<path:object_id>/content/", view, name="sources_keptfile_content"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source").defer("content")

    @method_decorator(require_safe)
    def content_view(self, request, object_id):
        """The letter as it came, to be saved: nothing in it runs in this site's name.

        It is stored nowhere on the way: the desk's pages never are.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept_file = self.get_object(request, unquote(object_id))
        if kept_file is None:
            raise Http404
        ending = ENDINGS[kept_file.media_type]
        return HttpResponse(
            bytes(kept_file.content),
            headers={
                "Content-Type": kept_file.media_type,
                "Content-Disposition": f'attachment; filename="letter.{ending}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox",
            },
        )

    def has_add_permission(self, request):
        """They come with what they are letters for."""
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """It goes with what it is a letter for."""
        return False

    @admin.display(description=_("content"))
    def link(self, kept_file):
        return link_to_letter(kept_file)
