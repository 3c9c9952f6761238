"""Filling in an application: saving what is typed, and handing it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates import documents, passports, seats
from delegates.merging import Shown, as_kept, digest, merge
from delegates.models import Application, Programme
from delegates.questionnaire import Asked, Missing, Step, answered, asked_by
from delegates.questionnaire.fields import refuse_huge
from itpo.office import post
from itpo.office.models import PersonalLink
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible

State = Application.State
RECEIVED = "application.received"
READ_WITHIN = timedelta(days=5)
# What of a person's answers everybody finds them by.
MIRRORED = ("family_name", "given_name", "email")
# Before these a programme still takes applications.
CLOSED = frozenset(
    {
        Programme.State.CALL_CLOSED,
        Programme.State.SELECTION,
        Programme.State.RUNNING,
        Programme.State.COMPLETED,
    }
)


class Shut(NotPossible):
    """The form can be read, but not written. The message says why."""


@dataclass
class Saved:
    """What became of one saving of a step."""

    application: Application
    # What the page is to show: what is kept, and the reader's own words where both wrote.
    values: dict[str, str]
    # What others wrote: in fields the reader left alone, and in fields both changed.
    news: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    # What is wrong although it was saved.
    refused: dict[str, str] = field(default_factory=dict)

    def digests(self) -> dict[str, str]:
        """By field, what the page then knows of what is kept."""
        known = {**self.values, **self.conflicts}
        return {name: digest(value) for name, value in known.items()}


@transaction.atomic
def save(
    *, application: Application, step: Step, typed: Mapping[str, str], shown: Shown, at: datetime
) -> Saved:
    """Keep what was typed in a step, wrong or not. Raises Shut, or NotPossible for far too much.

    `shown` is what the page knew of each field: what somebody else has written since is never
    overwritten (see merging.py). Saving again with what `Saved.digests` says is a decision.
    """
    locked = _lock(application)
    _refuse_shut(locked, at)
    typed = {name: as_kept(value) for name, value in typed.items() if name in step.fields}
    refuse_huge(typed)
    kept = answered(locked, step)
    merged = merge(typed=typed, kept=kept, shown=shown)
    if merged.kept != kept or step.slug not in locked.answers:
        _write(locked, step, merged.kept, at)
    refused = _mirror(locked, step, merged.kept, at)
    values = {**merged.kept, **{name: typed[name] for name in merged.conflicts}}
    return Saved(locked, values, merged.news, merged.conflicts, refused)


@transaction.atomic
def submit(*, application: Application, at: datetime) -> Application:
    """Hand an application in. Raises Shut, or NotPossible when something is missing."""
    locked = _lock(application)
    _refuse_shut(locked, at)
    asked = asked_by(locked.programme)
    if missing := missing_of(asked, locked):
        raise NotPossible(
            _("Something is still missing: %(what)s.")
            % {"what": ", ".join(one.label for one in missing[:3])}
        )
    if refused := _mirror(locked, asked.steps[0], answered(locked, asked.steps[0]), at):
        raise NotPossible(next(iter(refused.values())))
    locked.state, locked.submitted_at = State.SUBMITTED, at
    locked.save(update_fields=["state", "submitted_at"])
    _have_it_read(locked, at)
    _confirm(locked, at)
    return locked


def why_shut(application: Application, at: datetime) -> str:
    """Why a form cannot be filled in now; empty while it can. Wants the office at hand."""
    programme = application.programme
    if not application.is_open:
        if application.submitted_at is None:
            return _("This form is closed.")
        day = day_shown(programme.office.today(application.submitted_at))
        return _(
            "It was handed in on %(day)s and can be read, not changed. If something is wrong, "
            "ask the office to open it again."
        ) % {"day": day}
    if programme.state == Programme.State.CANCELLED:
        return _("The programme is cancelled.")
    last_day = application.fill_in_by(programme)
    if last_day is not None and last_day < programme.office.today(at):
        return _(
            "It could be filled in until %(day)s. What you wrote is kept; if you still want to "
            "take part, write to the office."
        ) % {"day": day_shown(last_day)}
    if programme.state in CLOSED and application.open_until is None:
        return _(
            "The call is closed. What you wrote is kept; if you still want to take part, write "
            "to the office."
        )
    return ""


def missing_of(asked: Asked, application: Application) -> list[Missing]:
    """What keeps an application from being handed in; two queries at most."""
    received = documents.received_by(application) if asked.documents else set()
    wants_passport = application.programme.asks_travel
    has_number = wants_passport and passports.has_number(application)
    return asked.missing(application, received, has_number)


def link_of(application: Application) -> PersonalLink | None:
    """Who is written to: whoever it belongs to, else the agency that fills it in for them."""
    if application.link is not None:
        return application.link
    return application.invitation.link if application.invitation else None


def with_all_it_shows() -> Any:
    """Applications with what their form and its mail show."""
    return Application.objects.select_related(
        "programme__office", "programme__officer", "agency__country", "link", "invitation__link"
    )


def _lock(application: Application) -> Application:
    locked: Application = with_all_it_shows().select_for_update(of=("self",)).get(pk=application.pk)
    return locked


def _refuse_shut(application: Application, at: datetime) -> None:
    if why := why_shut(application, at):
        raise Shut(why)


def _write(application: Application, step: Step, values: Mapping[str, str], at: datetime) -> None:
    """Keep the answers, past the history: what is typed every few seconds is none."""
    application.answers = {**application.answers, step.slug: dict(values)}
    application.saved_at = at
    rows = Application.objects.filter(pk=application.pk)
    rows.update(answers=application.answers, saved_at=at)


def _mirror(
    application: Application, step: Step, values: Mapping[str, str], at: datetime
) -> dict[str, str]:
    """Take over what an application is found by; gives what cannot be, by field."""
    new: dict[str, Any] = {}
    refused: dict[str, str] = {}
    if application.state == State.INVITED:
        new["state"] = State.STARTED
    if step.slug == "person":
        wrong = step.errors(values)
        new |= {name: values[name].strip() for name in MIRRORED if name not in wrong}
        if new.get("email") and _is_taken(application, new["email"]):
            refused["email"] = _("This address has an application here already. Write another.")
            del new["email"]
    if "consent" in values and bool(values["consent"]) != bool(application.consented_at):
        new["consented_at"] = at if values["consent"] else None
    _change(
        application, {name: new[name] for name in new if getattr(application, name) != new[name]}
    )
    return refused


def _change(application: Application, new: Mapping[str, Any]) -> None:
    for name, value in new.items():
        setattr(application, name, value)
    if new:
        application.save(update_fields=list(new))


def _is_taken(application: Application, email: str) -> bool:
    same: Any = Application.objects.filter(programme=application.programme_id, email__iexact=email)
    return bool(same.exclude(pk=application.pk).exists())


def _have_it_read(application: Application, at: datetime) -> None:
    """Have whoever runs the programme read it, once however often it is handed in."""
    if seats.waiting_for(application, seats.READ).exists():
        return
    programme = application.programme
    seats.remind(
        programme,
        application,
        gettext_lazy("Read the application of %(who)s"),
        programme.office.today(at) + READ_WITHIN,
        key=seats.key_of(seats.READ, application, at),
    )


def _confirm(application: Application, at: datetime) -> None:
    link = link_of(application)
    if link is not None:
        post.queue(
            key=f"{RECEIVED}:{application.pk}:{at:%Y%m%d%H%M%S}",
            kind=RECEIVED,
            office=application.programme.office,
            to=link.email,
            send_after=at,
            about={"application": application.pk},
        )


def digests_of(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """What a page that shows these fields knows of them."""
    return {name: digest(values.get(name, "")) for name in names}
