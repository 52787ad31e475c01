from django.contrib import admin, messages
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList

from .models import Remark


class SettledFilter(admin.SimpleListFilter):
    title = _("whether settled")
    parameter_name = "settled"

    def lookups(self, request, model_admin):
        return [
            ("no", pgettext_lazy("remarks", "open")),
            ("yes", pgettext_lazy("remarks", "settled")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.open()
            case "yes":
                return queryset.settled()


@admin.register(Remark)
class RemarkAdmin(LongList, OnlyWhatMayBeSeen, admin.ModelAdmin):
    """Remarks are read, settled and deleted; nobody writes them here or changes what they say."""

    list_display = ["sent_at", "text_in_short", "page_link", "settled_at"]
    list_filter = [SettledFilter]
    search_fields = ["text", "page"]
    fields = ["sent_at", "page_link", "text", "reply_to", "settled_at"]
    actions = ["settle"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Whoever deletes is shown what goes, and so has to be allowed to see it."""
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and self.has_view_permission(request, obj)

    def has_settle_permission(self, request):
        return request.user.has_perm("remarks.settle_remark")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        remark = self.get_object(request, object_id)
        may_settle = remark and remark.settled_at is None and self.has_settle_permission(request)
        context = {**(extra_context or {}), "may_settle": may_settle}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("text"), ordering="text")
    def text_in_short(self, remark):
        return Truncator(remark.text).chars(160)

    @admin.display(description=_("page"), ordering="page")
    def page_link(self, remark):
        return render_to_string("remarks/_page.html", {"page": remark.page})

    @admin.action(description=_("Settle the chosen remarks"), permissions=["settle"])
    def settle(self, request, queryset):
        now = timezone.now()
        for remark in queryset:
            remark.settle(at=now)
            self.log_change(request, remark, _("Settled."))
        settled = len(queryset)
        sentence = ngettext(
            "%(count)s remark is settled; who sent it is erased.",
            "%(count)s remarks are settled; who sent them is erased.",
            settled,
        )
        messages.success(request, sentence % {"count": settled})
