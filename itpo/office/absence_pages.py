"""Who is away when: what everybody enters for themselves, and a manager for anybody."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from itpo.office import absences
from itpo.office.forms import DayField, add_refusal, laid_out
from itpo.office.models import Absence
from itpo.office.picking import PickField, PickingForm
from itpo.office.requests import OfficerRequest, may_change

SHOWN = 50


class AbsenceForm(PickingForm):
    """From when to when somebody is away. Whoever is no manager says so of themselves."""

    user = PickField("officers", label=gettext_lazy("Who is away, if not you"), required=False)
    first_on = DayField(label=gettext_lazy("First day"))
    last_on = DayField(label=gettext_lazy("Last day"))
    stand_in = PickField(
        "officers",
        label=gettext_lazy("Who stands in"),
        required=False,
        help_text=gettext_lazy(
            "They get what is due in their daily mail, as far as they may see it. "
            "With nobody standing in, the managers do."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not options["viewer"].sees_restricted:
            del self.fields["user"]

    @property
    def helper(self) -> FormHelper:
        who = ["user"] if "user" in self.fields else []
        return laid_out(*who, Div("first_on", "last_on", css_class="pair"), "stand_in")


@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: OfficerRequest) -> HttpResponse:
    """Who of the office is away now and will be; and entering it."""
    user = request.user
    if request.method == "POST" and not user.may_change:
        raise PermissionDenied
    form = AbsenceForm(request.POST or None, viewer=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            absences.enter(
                user=data.get("user") or user,
                first_on=data["first_on"],
                last_on=data["last_on"],
                stand_in=data["stand_in"],
                by=user,
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:absences")
    coming = Absence.objects.visible_to(user).filter(last_on__gte=user.today(timezone.now()))
    rows = coming.select_related("user", "stand_in").order_by("first_on", "pk")[:SHOWN]
    context = {
        "form": form,
        "rows": [
            (one, trouble, user.may_change and (user.sees_restricted or one.user_id == user.pk))
            for one, trouble in absences.with_troubles(rows)
        ],
    }
    return render(request, "office/absence_list.html", context)


@require_POST
@may_change
def absence_remove(request: OfficerRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(absences.kept_by(request.user), pk=pk)
    absences.remove(absence=absence, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("office:absences")
