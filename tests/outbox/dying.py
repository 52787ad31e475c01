"""Ways of sending on which a worker dies, as if the power went."""

from django.core.mail.backends import locmem


class BeforeSending(locmem.EmailBackend):
    def send_messages(self, messages):
        raise SystemExit


class AfterSending(locmem.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit
