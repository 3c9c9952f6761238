"""What everybody sets for themselves: their language, their time zone, the hour of their mail."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from itpo.office.forms import laid_out
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.models.people import LANGUAGES
from itpo.office.requests import OfficerRequest
from itpo.office.time_zones import by_city, city_of
from itpo.reminders.digest_next import next_moment

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody's own settings. Who only reads gets no daily mail and is not asked for its hour."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(code, get_language_info(code)["name_local"]) for code, _name in LANGUAGES],
        error_messages={"invalid_choice": gettext_lazy("Choose a language of the list.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Where your clock is"),
        help_text=gettext_lazy("Times are shown as it is there; days stay as they are."),
        error_messages={"invalid_choice": gettext_lazy("Choose a time zone of the list.")},
    )
    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("Daily mail at"),
        choices=HOURS,
        coerce=int,
        help_text=gettext_lazy("On days worked, when something is due."),
        error_messages={"invalid_choice": gettext_lazy("Choose an hour from 00:00 to 23:00.")},
    )

    class Meta:
        model = User
        fields = ("language", "time_zone", "digest_hour")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known, kept = by_city(), self.instance.time_zone
        older = () if kept in dict(known) else ((kept, kept),)
        zones: Any = self.fields["time_zone"]
        zones.choices = [*older, *known]
        if not self.instance.may_change:
            del self.fields["digest_hour"]

    @property
    def helper(self) -> FormHelper:
        hour = ["digest_hour"] if "digest_hour" in self.fields else []
        return laid_out("language", Div("time_zone", *hour, css_class="pair"))

    def save(self, commit: bool = True) -> User:
        """Write these columns alone: a manager may be changing others."""
        user: User = self.instance
        sign(user, by=user)
        user.save(update_fields=list(self.fields))
        return user


@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: OfficerRequest) -> HttpResponse:
    """One's own settings, whatever one's role; and when the next daily mail comes."""
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return redirect("desk:my-settings")
    user = request.user
    context = {
        "form": form,
        "next_mail": next_moment(user, timezone.now()) if user.may_change else None,
        "city": city_of(user.time_zone),
    }
    return render(request, "desk/my_settings.html", context)
