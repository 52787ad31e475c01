from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList

from .models import Message
from .post import put_again


@admin.register(Message)
class MessageAdmin(LongList, OnlyWhatMayBeSeen, admin.ModelAdmin):
    """What became of each mail, never what it says: that can open an account."""

    list_display = ["written_at", "kind", "to", "state", "attempts", "next_try_at", "last_refusal"]
    list_filter = ["state", "kind"]
    search_fields = ["to"]
    fields = [
        "kind",
        "to",
        "state",
        "written_at",
        "useless_after",
        "attempts",
        "next_try_at",
        "finished_at",
        "last_refusal",
    ]
    actions = ["try_again"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_try_again_permission(self, request):
        return request.user.has_perm("outbox.try_again_message")

    @admin.action(description=_("Try the chosen messages again"), permissions=["try_again"])
    def try_again(self, request, queryset):
        now = timezone.now()
        tried = [message for message in queryset if put_again(message, at=now)]
        for message in tried:
            self.log_change(request, message, _("To be tried again."))
        left = len(queryset) - len(tried)
        if tried:
            sentence = ngettext(
                "%(count)s message is tried again now.",
                "%(count)s messages are tried again now.",
                len(tried),
            )
            messages.success(request, sentence % {"count": len(tried)})
        if left:
            sentence = ngettext(
                "%(count)s message is left as it is: only one that was given up, and is still "
                "of use, can be tried again.",
                "%(count)s messages are left as they are: only those that were given up, and "
                "are still of use, can be tried again.",
                left,
            )
            messages.warning(request, sentence % {"count": left})
