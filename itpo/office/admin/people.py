"""Offices, users and absences in the admin."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.db.models import F
from django.forms import EmailField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_pickers import DeskForm
from itpo.office.admin_seeing import SeenFilter
from itpo.office.models import Absence, Office, User
from itpo.office.setup import close_every_year


@admin.register(Office)
class OfficeAdmin(DeskAdmin):
    """A manager sees their own office; a superuser makes new ones."""

    only_a_superuser_adds = True
    list_display = ("name", "country_code", "time_zone")
    search_fields = ("name",)
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("name", "country_code", "time_zone", "asks_alumni", "escalates_after")}),
        (
            _("Its letters"),
            {
                "fields": (
                    "name_ja",
                    ("address", "address_ja"),
                    ("phone", "email"),
                    ("signed_by", "signed_by_ja"),
                    ("signed_as", "signed_as_ja"),
                )
            },
        ),
    )

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(pk=request.user.office_id)

    def save_model(self, request: Any, obj: Office, form: Any, change: bool) -> None:
        """A new office in Japan closes when offices there do, until somebody says otherwise."""
        super().save_model(request, obj, form, change)
        if not change:
            close_every_year(obj)


class UserForm(DeskForm):
    """Addresses are compared as they are typed in at log-in: in small letters."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class NewUserForm(UserForm, BaseUserCreationForm):  # type: ignore[type-arg]
    """Somebody new, with a first password."""

    class Meta:
        model = User
        fields = ("email", "family_name", "given_name", "office", "role")
        field_classes: ClassVar[dict[str, Any]] = {"email": EmailField}


WHO = ("email", "family_name", "given_name", "office", "role")
SETTINGS = ("language", "time_zone", "digest_hour")


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts are made here; nobody signs up."""

    form = UserForm
    add_form = NewUserForm
    list_display = ("name_shown", "email", "role", "office", "is_active", "last_login")
    list_filter = ("role", "is_active")
    list_select_related = ("office",)
    search_fields = ("family_name", "given_name", "email")
    ordering = ("family_name", "given_name", "pk")
    filter_horizontal = ()
    readonly_fields = ("set_password", "last_login", "joined_at")
    fieldsets = (
        (None, {"fields": (*WHO, "exports_lists", "is_active", "is_superuser", "set_password")}),
        (_("Settings"), {"fields": SETTINGS}),
        (_("Dates"), {"classes": ("collapse",), "fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": (*WHO, "password1", "password2")}),
        (_("Settings"), {"classes": ("collapse",), "fields": SETTINGS}),
    )

    @admin.display(description=_("name"), ordering="family_name")
    def name_shown(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("password"))
    def set_password(self, user: User) -> SafeString:
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', url, _("Set a new password"))

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """A manager never touches an administrator's account, or they could become one."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Who is an administrator, and whose password is set anew, is for those who may say so."""
        left_out = set() if request.user.is_superuser else {"is_superuser"}
        if not self.has_change_permission(request, obj):
            left_out.add("set_password")
        return [
            (title, {**options, "fields": [f for f in options["fields"] if f not in left_out]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        """Whoever gets another address cannot log in with the old one any more."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()


@admin.register(Absence)
class AbsenceAdmin(DeskAdmin):
    list_display = ("user", "first_on", "last_on", "stand_in")
    list_filter = (("user", SeenFilter),)
    list_select_related = ("user", "stand_in")
    search_fields = ("user__family_name", "user__given_name")
    ordering = (F("first_on").desc(), "-pk")
    fields = ("user", "first_on", "last_on", "stand_in")
    may_be_deleted = True
