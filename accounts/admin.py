from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.utils.translation import gettext_lazy as _

from .models import User

PERMISSIONS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class AccountAddForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "is_staff"]


class AccountForm(DjangoUserChangeForm):
    class Meta:
        model = User
        fields = ["email", "password"]


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, whose login is the e-mail address."""

    form = AccountForm
    add_form = AccountAddForm
    list_display = ["email", "first_name", "last_name", "is_active", "is_staff", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo", "groups"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "password", "is_demo"]}),
        (_("Name"), {"fields": ["first_name", "last_name"]}),
        (
            _("Permissions"),
            {"fields": ["is_active", *PERMISSIONS]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "is_staff", "usable_password", "password1", "password2"]}),
    ]
    readonly_fields = ["is_demo", "last_login", "date_joined"]

    def get_readonly_fields(self, request, obj=None):
        """Only who may do everything gives permissions: else an account would raise itself."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *PERMISSIONS]

    def has_change_permission(self, request, obj=None):
        """Nor does anybody else change the address or the password of one who may."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None):
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and (request.user.is_superuser or not (obj and obj.is_superuser))
