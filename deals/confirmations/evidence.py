"""What companies have said, to be seen on a deal's page and taken as evidence for figures."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from deals import claims
from deals.confirmations.asking import ORDER
from deals.confirmations.standing import lock
from deals.models import Claim, Confirmation, ConfirmedFigure, Deal
from itpo.office.history import sign
from itpo.office.models import OutgoingMail, User
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload

Answer = ConfirmedFigure.Answer


class Evidence(NamedTuple):
    """What a company said of one figure, in words that can stand as evidence, and where it is."""

    figure: ConfirmedFigure
    words: str
    url: str


class Shown(NamedTuple):
    """One request on the deal's page: its figures, and whether it can be reminded of."""

    confirmation: Any  # with `mail_state` and `mail_sent_at`: what became of the last mail
    figures: list[ConfirmedFigure]
    is_open: bool


def for_deal(deal: Deal) -> list[Shown]:
    """What the companies of a deal were asked, and what they said, the latest first.

    For whoever sees the deal. One query: a line for each figure, put together here.
    """
    last = OutgoingMail.objects.filter(
        order_key=Concat(Value(ORDER), Cast(OuterRef("pk"), CharField()))
    ).order_by("-pk")
    lines = (
        Confirmation.objects.filter(deal=deal)
        .select_related("contact__company", "link", "asked_by", "called_back_by")
        .annotate(
            mail_state=Subquery(last.values("state")[:1]),
            mail_sent_at=Subquery(last.values("sent_at")[:1]),
            **{f"figure_{name}": F(path) for name, path in OF_A_FIGURE.items()},
        )
        .order_by("-asked_at", "-pk", "figures__pk")
    )
    shown: dict[int, Shown] = {}
    for line in lines:
        is_open = not (line.called_back_at or line.answered_at)
        one = shown.setdefault(line.pk, Shown(line, [], is_open))
        if line.figure_claim is not None:
            one.figures.append(_figure_of(line))
    return list(shown.values())


OF_A_FIGURE = {
    "answer": "figures__answer",
    "claim": "figures__claim",
    "metric": "figures__claim__metric",
    "value": "figures__claim__value",
    "currency": "figures__claim__currency",
    "right": "figures__recorded_as",
    "right_value": "figures__recorded_as__value",
}


def _figure_of(line: Any) -> ConfirmedFigure:
    """The figure of one line, with as much of its claims as the page shows."""
    what = {"metric": line.figure_metric, "currency": line.figure_currency}
    right = line.figure_right and Claim(pk=line.figure_right, value=line.figure_right_value, **what)
    return ConfirmedFigure(
        answer=line.figure_answer,
        claim=Claim(pk=line.figure_claim, value=line.figure_value, **what),
        recorded_as=right or None,
    )


def evidence_for(claim: Claim) -> list[Evidence]:
    """Where companies said that a figure is right, or gave it themselves; the latest first.

    For whoever sees the figure. One query.
    """
    rows = ConfirmedFigure.objects.filter(confirmation__answered_at__isnull=False)
    ours = rows.filter(claim=claim, answer=Answer.RIGHT) | rows.filter(recorded_as=claim)
    found = ours.select_related("confirmation__contact__company", "confirmation__deal__office")
    return [_evidence(one) for one in found.order_by("-confirmation__answered_at", "-pk")]


@transaction.atomic
def verify_on(*, figure: ConfirmedFigure, claim: Claim, by: User, at: datetime) -> Claim:
    """Verify a figure, or check it again, on what its company said.

    From then on the answer stays as it is. Raises NotPossible or claims.NotVerifiable, and then
    nothing is written.
    """
    confirmation = lock(figure.confirmation)
    told = {one.figure.pk: one for one in evidence_for(claim)}
    if figure.pk not in told:
        raise NotPossible(_("The company does not say so any more. Look at its answer."))
    check = claims.check_again if claim.verified_at else claims.verify
    verified = check(claim=claim, by=by, at=at, evidence=told[figure.pk].words)
    _use(confirmation, by, at)
    return verified


def verify(
    *, claim: Claim, by: User, at: datetime, evidence: str, file: "Upload | None" = None
) -> Claim:
    """Verify a figure on what somebody types, which may be what its company said.

    Raises as claims.verify, and then nothing is written.
    """
    return _on_words(claims.verify, claim, evidence, by, at, file)


def check_again(
    *, claim: Claim, by: User, at: datetime, evidence: str, file: "Upload | None" = None
) -> Claim:
    """Say that a verified figure is still true, in the same way. Raises as claims.check_again."""
    return _on_words(claims.check_again, claim, evidence, by, at, file)


@transaction.atomic
def _on_words(
    check: Callable[..., Claim],
    claim: Claim,
    words: str,
    by: User,
    at: datetime,
    file: "Upload | None",
) -> Claim:
    """Check a figure; the answers it stands on then are used, and stay as they are."""
    found = {one.figure.confirmation_id: one.figure.confirmation for one in evidence_for(claim)}
    locked = {pk: lock(confirmation) for pk, confirmation in sorted(found.items())}
    checked = check(claim=claim, by=by, at=at, evidence=words, file=file)
    for one in evidence_for(claim):  # once more: they may have answered otherwise meanwhile
        confirmation = locked.get(one.figure.confirmation_id)
        is_theirs = one.figure.recorded_as_id == claim.pk
        if confirmation is not None and (is_theirs or one.words in words):
            _use(confirmation, by, at)
    return checked


def _use(confirmation: Confirmation, by: User, at: datetime) -> None:
    if confirmation.used_at is None:
        confirmation.used_at = at
        sign(confirmation, by)
        confirmation.save(update_fields=["used_at"])


def _evidence(figure: ConfirmedFigure) -> Evidence:
    confirmation = figure.confirmation
    said = (
        _("%(company)s gave this figure itself on %(day)s (%(who)s)")
        if figure.answer == Answer.WRONG
        else _("%(company)s confirmed this figure on %(day)s (%(who)s)")
    )
    words = said % {
        "company": confirmation.contact.company,
        "day": day_shown(_day(confirmation)),
        "who": confirmation.who_answered,
    }
    url = f"{confirmation.deal.get_absolute_url()}#confirmation-{confirmation.pk}"
    return Evidence(figure, words[: claims.LONGEST], url)


def _day(confirmation: Confirmation) -> date:
    return confirmation.deal.office.today(confirmation.answered_at or timezone.now())
