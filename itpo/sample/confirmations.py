"""Two companies were asked what our help did: one has answered, one has not yet."""

from datetime import timedelta
from typing import Any

from deals import confirmations
from deals.models import Claim, Confirmation, ConfirmedFigure, Deal
from itpo.office import follow_ups, links
from itpo.office.models import PersonalLink
from itpo.sample.book import INVENTED, Book

ANSWERED: dict[str, Any] = {
    "needed": Confirmation.Needed.PREREQUISITE,
    "sooner": Confirmation.Sooner.YEAR,
    "without": Confirmation.Without.ELSEWHERE,
    "comment": f"{INVENTED} ミッションで農家と会えたことが決め手になりました。",
}


def add(book: Book) -> None:
    """Add the requests with their links; nobody of the sample is written to."""
    paste, pilot = book["deal paste"], book["deal pilot"]
    made = _asked(book, paste, "hanako", asked=-40)
    if made is not None:
        _answer(book, made, day=-36)
    made = _asked(book, pilot, "jiro", asked=-6)
    if made is not None:
        step = follow_ups.promise(
            what=f"Ask {made.contact.company} again whether our help was needed",
            due_on=book.days.work(14),
            owner=pilot.owner,
            about=pilot,
            key=confirmations.order_key(made.pk),
        )
        pilot.follow_ups.add(step)


def _asked(book: Book, deal: Deal, by: str, asked: int) -> Confirmation | None:
    """A request about a deal's reported figures that are real; none if it is there already."""
    person = confirmations.contacts_of(deal).first()
    if person is None or Confirmation.objects.filter(deal=deal, contact=person).exists():
        return None
    at = book.days.moment(book.days.work(asked), 10)
    link = PersonalLink.objects.create(
        office=book.office,
        purpose=PersonalLink.Purpose.RESULT,
        email=person.email,
        language=confirmations.language_for(person),
        expires_at=at + links.OPENS_FOR,
    )
    made: Confirmation = Confirmation.objects.create(
        deal=deal,
        contact=person,
        link=link,
        called=deal.title,
        asked_by=book.staff.named(by),
        asked_at=at,
    )
    for claim in confirmations.askable(deal).filter(phase=Claim.Phase.ACTUAL):
        ConfirmedFigure.objects.create(confirmation=made, claim=claim)
    return made


def _answer(book: Book, made: Confirmation, day: int) -> None:
    at = book.days.moment(book.days.work(day), 15)
    for name, value in ANSWERED.items():
        setattr(made, name, value)
    made.answered_by, made.answered_as = made.contact.name_ja, made.contact.post
    made.answered_at = at
    made.save()
    for figure in made.figures.all():
        figure.answer = ConfirmedFigure.Answer.RIGHT
        figure.save()
    PersonalLink.objects.filter(pk=made.link_id).update(opened_at=at - timedelta(minutes=4))
