"""What a company answers: kept whole, or refused with a sentence beside each field."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deals.confirmations.asking import ANSWERED, tick_off
from deals.confirmations.standing import figures_asked, lock, why_over
from deals.models import Claim, Confirmation, ConfirmedFigure
from itpo.office import post
from itpo.office.states import NotPossible

Answer = ConfirmedFigure.Answer
LARGEST = Decimal(10) ** 16


class Answers(NamedTuple):
    """The three questions, what they add, and who says so."""

    needed: str
    sooner: str
    without: str
    answered_by: str
    answered_as: str = ""
    comment: str = ""


class FigureAnswer(NamedTuple):
    """What is said of one figure, and the right one where it is wrong."""

    answer: str
    value: Decimal | None = None


def field_of(part: str, claim_id: int) -> str:
    """What a form calls the answer to one figure (`figure`) and the right one (`value`)."""
    return f"{part}-{claim_id}"


@transaction.atomic
def answer(
    *,
    confirmation: Confirmation,
    answers: Answers,
    figures: Mapping[int, FigureAnswer],
    at: datetime,
    seen: str = "",
) -> Confirmation:
    """Keep what a company says; figures by the number of the claim they were asked about.

    `seen` is the stamp of the answer its giver had before them: of two who answer at once, the
    first answer stands. They may change it until it is used as evidence. A figure that is not
    right is recorded beside the one asked about. Raises NotPossible, or ValidationError with a
    sentence for each field, and then nothing is written.
    """
    locked = lock(confirmation)
    if why := why_closed(locked):
        raise NotPossible(why)
    if locked.stamp != seen:
        raise NotPossible(
            _("Somebody answered on another page meanwhile. Look, then decide which should stand.")
        )
    asked = figures_asked(locked)
    _check(asked, figures)
    for name, value in answers._asdict().items():
        setattr(locked, name, value.strip())
    locked.answered_at = at
    locked.full_clean(exclude=["deal", "contact", "link", "asked_by", "called_back_by"])
    locked.save(update_fields=[*answers._fields, "answered_at"])
    for figure in asked:
        if figure.claim.withdrawn_at is None:
            _keep(locked, figure, figures[figure.claim_id], at)
    tick_off(locked, at)
    _tell_owner(locked, at)
    return locked


def why_closed(confirmation: Confirmation) -> str:
    """Why an answer cannot be given or changed any more; empty while it can."""
    if over := why_over(confirmation):
        return str(over)
    rows = confirmation.figures.filter(recorded_as__verified_at__isnull=False)
    if rows.exists():
        return _("The office has used this answer as evidence: it stays as it is.")
    return ""


def _check(asked: list[ConfirmedFigure], figures: Mapping[int, FigureAnswer]) -> None:
    """Raise ValidationError with what is wrong with the figures, field by field."""
    wrong: dict[str, str] = {}
    for figure in asked:
        if figure.claim.withdrawn_at is not None:
            continue
        number, said = figure.claim_id, figures.get(figure.claim_id)
        if said is None or said.answer not in Answer.values:
            wrong[field_of("figure", number)] = _("Choose one of the three answers.")
        elif said.answer == Answer.WRONG and (why := _why_wrong(figure.claim, said.value)):
            wrong[field_of("value", number)] = why
    if wrong:
        raise ValidationError(wrong)


def _why_wrong(claim: Claim, value: Decimal | None) -> str:
    """Why a value cannot be the right one of a figure; empty where it can."""
    if value is None:
        return _("Write the right figure, or choose that you do not disclose it.")
    if value < 0:
        return _("A figure is not below zero.")
    if value >= LARGEST:
        return _("No figure is that large.")
    if value != round(value, 2):
        return _("Write at most two decimals.")
    if claim.metric not in Claim.MONEY and value != value.to_integral_value():
        return _("Write a whole number.")
    if value == claim.value:
        return _("That is the figure shown. If it is right, choose so.")
    return ""


def _keep(
    confirmation: Confirmation, figure: ConfirmedFigure, said: FigureAnswer, at: datetime
) -> None:
    value = said.value if said.answer == Answer.WRONG else None
    if (figure.answer, figure.value) == (said.answer, value):
        return
    if figure.recorded_as is not None and figure.recorded_as.withdrawn_at is None:
        _take_back(figure.recorded_as, at)
    figure.answer, figure.value = said.answer, value
    figure.recorded_as = _record(confirmation, figure, at) if value is not None else None
    figure.full_clean(exclude=["confirmation", "claim", "recorded_as"])
    figure.save(update_fields=["answer", "value", "recorded_as"])


def _record(confirmation: Confirmation, figure: ConfirmedFigure, at: datetime) -> Claim:
    """The figure the company gives, beside the one it was asked about. Nobody of us recorded it."""
    asked = figure.claim
    day = confirmation.deal.office.today(at).isoformat()
    source = f"Confirmation by {confirmation.contact.company}, {day}"
    claim = Claim(
        deal=confirmation.deal,
        institution=asked.institution,
        metric=asked.metric,
        phase=asked.phase,
        currency=asked.currency,
        value=figure.value,
        as_of=day,
        source=source[:200],
    )
    claim.full_clean(exclude=["deal", "institution"])
    claim.save()
    return claim


def _take_back(claim: Claim, at: datetime) -> None:
    """What the company said before no longer stands; it stays to be seen."""
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    locked.withdrawn_at = at
    locked.withdrawn_because = "The company has corrected its answer."
    locked.save(update_fields=["withdrawn_at", "withdrawn_because"])


def _tell_owner(confirmation: Confirmation, at: datetime) -> None:
    """A note to whoever looks after the deal; without one, to whoever asked."""
    owner = confirmation.deal.owner or confirmation.asked_by
    if owner.office_id is None:
        return
    post.queue(
        key=f"{ANSWERED}:{confirmation.pk}:{timezone.localtime(at):%Y%m%d%H%M%S%f}",
        kind=ANSWERED,
        office=confirmation.deal.office,
        user=owner,
        to=owner.email,
        send_after=at,
        about={"confirmation": confirmation.pk},
    )
