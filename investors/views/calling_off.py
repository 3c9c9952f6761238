"""Calling something off: what it means is shown first, then somebody says why and does it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from delegates import intake
from delegates.models import Application, Delegate, Visit
from investors import agenda, cascades, events, missions
from investors.beside_visits import IN_PERSON, beside
from investors.cascades import Effects, Told, name_of
from investors.guests import Guest
from investors.models import AgendaItem, Company, Event, Meeting, Mission, MissionMember
from itpo.office.forms import add_refusal
from itpo.office.models import FollowUp, User
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible, following

FOR_US = gettext_lazy("For the office: nobody outside reads it.")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be called off."""

    model: Any
    foresee: Callable[..., Effects]  # given `also` where there is something `beside`
    verb: Callable[..., Any]
    given: str  # the name under which the verb takes the thing
    act: str | Promise
    may_be: Callable[[Any], bool]
    leaves: Callable[[Any, Guest], bool]
    related: tuple[str, ...] = ()
    hint: str | Promise = FOR_US
    page: Callable[[Any], Any] = lambda thing: thing  # where one comes from and goes back to
    beside: Callable[[Any], list[Meeting]] | None = None  # may fall away with it, or not


def _may_be_cancelled(moves: Any) -> Callable[[Any], bool]:
    return lambda thing: any(to in {"cancelled", "withdrawn"} for to in following(thing, moves))


def _nobody(thing: Any, guest: Guest) -> bool:
    return False


def _is_of(guest: Guest, company: int) -> bool:
    return bool(guest.column == "contact" and guest.person.company_id == company)


def _of_application(application: Application, also: Collection[int]) -> Effects:
    return cascades.of_visit(application.visit, also) if application.visit else Effects()


def _beside_application(application: Application) -> list[Meeting]:
    return beside(application.visit) if application.visit else []


KINDS = {
    "visit": Kind(
        Visit,
        cascades.of_visit,
        agenda.cancel_visit,
        "visit",
        gettext_lazy("Cancel the visit"),
        lambda visit: visit.state in {Visit.State.PLANNED, Visit.State.RUNNING},
        lambda visit, guest: guest.key == ("delegate", visit.delegate_id),
        ("delegate",),
        beside=beside,
    ),
    "application": Kind(
        Application,
        _of_application,
        agenda.withdraw_and_cancel,
        "application",
        gettext_lazy("Withdraw the application"),
        lambda application: "withdrawn" in intake.MOVES[Application.State(application.state)],
        lambda application, guest: guest.key == ("delegate", application.delegate_id),
        ("visit",),
        gettext_lazy("For the office. The seat is offered on."),
        beside=_beside_application,
    ),
    "mission": Kind(
        Mission,
        cascades.of_mission,
        agenda.cancel_mission,
        "mission",
        gettext_lazy("Cancel the mission"),
        _may_be_cancelled(missions.MOVES),
        _nobody,
    ),
    "event": Kind(
        Event,
        cascades.of_event,
        agenda.cancel_event,
        "event",
        gettext_lazy("Cancel the event"),
        _may_be_cancelled(events.MOVES),
        _nobody,
        hint=gettext_lazy("Who is registered reads it."),
    ),
    "member": Kind(
        MissionMember,
        cascades.of_member,
        agenda.withdraw_member,
        "member",
        gettext_lazy("Withdraw from the mission"),
        _may_be_cancelled(missions.MEMBER_MOVES),
        lambda member, guest: _is_of(guest, member.company_id),
        ("mission", "company", "contact"),
        page=lambda member: member.mission,
    ),
    "company": Kind(
        Company,
        cascades.of_company,
        agenda.archive_company,
        "company",
        gettext_lazy("Put out of use"),
        lambda company: company.archived_at is None,
        lambda company, guest: _is_of(guest, company.pk),
    ),
    "delegate": Kind(
        Delegate,
        cascades.of_delegate,
        agenda.retire_delegate,
        "delegate",
        gettext_lazy("Can come no more"),
        lambda delegate: delegate.archived_at is None,
        lambda delegate, guest: guest.key == ("delegate", delegate.pk),
    ),
}


class CallOffForm(forms.Form):
    """Why, what may go on or not, and who is written to whose calendar does not tell them."""

    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why.")},
    )
    tell = forms.MultipleChoiceField(
        label=gettext_lazy("Write to"),
        required=False,
        help_text=gettext_lazy(
            "They have no invitation in their calendar. They read when and where it was to be, not "
            "why it falls away."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Who takes part has changed meanwhile. Look again.")
        },
    )

    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Cancel as well"),
        required=False,
        coerce=int,
        help_text=gettext_lazy("Planned with them on these days, and not part of the visit."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("What is planned has changed meanwhile. Look again.")
        },
    )

    def __init__(
        self,
        *args: Any,
        told: Told,
        kind: Kind,
        thing: Any,
        besides: list[tuple[Meeting, bool]] | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if besides is None:
            del self.fields["also"]
        else:
            self._offer(besides)
        self.fields["because"].help_text = str(kind.hint)
        choices = [(name_of(guest), f"{guest.name} ({guest.email})") for guest, _ in told.by_mail]
        field: Any = self.fields["tell"]
        field.choices = choices
        # Who falls away knows, or can read no mail any more; the office may tick them.
        self.initial["tell"] = [
            name_of(guest) for guest, _ in told.by_mail if not kind.leaves(thing, guest)
        ]

    def _offer(self, besides: list[tuple[Meeting, bool]]) -> None:
        """Some meetings, each with whether the reader may know what it is about."""
        field: Any = self.fields["also"]
        field.choices = [
            (one.pk, f"{one if is_readable else _('A restricted meeting')} · {one.when}")
            for one, is_readable in besides
        ]
        self.initial["also"] = [one.pk for one, _known in besides if one.kind in IN_PERSON]


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def call_off(request: OfficerRequest, what: str, pk: int) -> HttpResponse:
    """Show what falls away with something, ask why, and do it."""
    if what not in KINDS:
        raise Http404
    kind = KINDS[what]
    rows = kind.model.objects.visible_to(request.user).select_related(*kind.related)
    thing = get_object_or_404(rows, pk=pk)
    back = kind.page(thing)
    if not kind.may_be(thing):
        messages.error(request, _("This cannot be called off, or was so already."))
        return redirect(back)
    besides = _readable(kind.beside(thing), request.user) if kind.beside else None
    effects = kind.foresee(thing) if besides is None else kind.foresee(thing, ())
    everything = kind.foresee(thing, [one.pk for one, _known in besides]) if besides else effects
    told = cascades.told_of(everything, besides=request.user)
    posted = request.POST if request.method == "POST" else None
    form = CallOffForm(posted, told=told, kind=kind, thing=thing, besides=besides)
    if form.is_valid():
        try:
            given = {kind.given: thing, **form.cleaned_data}
            kind.verb(**given, at=timezone.now(), by=request.user)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Done. Whoever is to know is being told."))
            return redirect(back)
    context = {
        "thing": thing,
        "back": back,
        "act": kind.act,
        "told": told,
        "form": form,
        **_as_seen(effects, request.user),
    }
    return render(request, "investors/call_off.html", context)


def _as_seen(effects: Effects, viewer: User) -> dict[str, Any]:
    """What the reader may know of the effects; of the rest only how much there is."""
    promises = [*effects.dropped, *effects.kept]
    known = set(
        FollowUp.objects.visible_to(viewer)
        .filter(pk__in=[one.pk for one in promises])
        .values_list("pk", flat=True)
    )
    kept_on = [*(item for item, _visit in effects.items_over)]
    kept_on += [one.agenda_item for one in effects.places if one.agenda_item]
    on_agendas = AgendaItem.objects.visible_to(viewer)
    return {
        "cancelled": _readable(effects.cancelled, viewer),
        "goes_on": _readable([one for one, _sides in effects.goes_on], viewer),
        "items": effects.items,
        "items_on": on_agendas.filter(pk__in=[one.pk for one in kept_on]).order_by("day", "pk"),
        "dropped": [one for one in effects.dropped if one.pk in known],
        "kept": [one for one in effects.kept if one.pk in known],
        "hidden": len(promises) - len(known),
    }


def _readable(meetings: list[Meeting], viewer: User) -> list[tuple[Meeting, bool]]:
    """Some meetings, each with whether the reader may know what it is about."""
    seen = Meeting.objects.visible_to(viewer).filter(pk__in=[one.pk for one in meetings])
    readable = set(seen.values_list("pk", flat=True)) if meetings else set()
    return [(one, one.pk in readable) for one in meetings]
