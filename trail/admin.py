from django.contrib import admin

from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList

from .models import Entry


@admin.register(Entry)
class EntryAdmin(LongList, OnlyWhatMayBeSeen, admin.ModelAdmin):
    """The trail is read, and nothing else."""

    list_display = ["number", "at", "what", "who", "about", "detail"]
    list_filter = ["what"]
    search_fields = ["who", "about"]
    fields = ["number", "at", "what", "who", "about", "detail", "digest"]
    ordering = ["-number"]

    def get_search_results(self, request, queryset, search_term):
        return (queryset.naming(search_term) if search_term else queryset), False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
