from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.utils.translation import gettext_lazy as _

from .models import User


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
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "is_staff", "usable_password", "password1", "password2"]}),
    ]
    readonly_fields = ["is_demo", "last_login", "date_joined"]
