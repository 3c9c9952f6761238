"""What was promised in the invented work: overdue, for today, for this week, done, dropped."""

from datetime import date, timedelta
from typing import NamedTuple

from itpo.office import follow_ups
from itpo.office.models import FollowUp, Promiser
from itpo.sample.book import Book

US, COMPANY, AGENCY, DELEGATE = Promiser.US, Promiser.COMPANY, Promiser.AGENCY, Promiser.DELEGATE
OPEN, DONE, DROPPED, MOVED = "open", "done", "dropped", "moved"


class Promise(NamedTuple):
    """One promise; its day is a working day counted from today."""

    what: str
    owner: str
    due: int
    about: str
    by: str = US
    came_to: str = OPEN
    also: str = ""  # another thing it belongs to


PROMISES = [
    # Hanako: overdue, today, this week, later.
    Promise("Send the price list in French", "hanako", -3, "meeting paste line",
            also="visit amina now"),
    Promise("Ask what became of the list of cold stores", "hanako", -2, "visit zita past",
            AGENCY, also="deal roofs"),
    Promise("Name an engineer for the site visit", "hanako", -1, "deal roofs", COMPANY),
    Promise("Confirm the interpreter for the factory tour", "hanako", 0, "visit amina now"),
    Promise("Answer the enquiry about cold stores", "hanako", 0, "meeting enquiry",
            also="logistics"),
    Promise("Send the second site's papers", "hanako", 1, "mission west", AGENCY),
    Promise("Collect the roster's flight numbers", "hanako", 1, "mission west"),
    Promise("Say whether the board has discussed the second line", "hanako", 2, "deal second",
            COMPANY, also="meeting second plant"),
    Promise("Book the hall's projector", "hanako", 3, "foods"),
    Promise("Invite the members of the sample chamber", "hanako", 12, "mission sun"),
    Promise("Thank the hosts of the first look", "hanako", -120, "visit kwame past", US, DONE),
    Promise("Send the payroll that proves the jobs", "hanako", -8, "deal paste", COMPANY, DONE),
    Promise("Introduce a bank", "hanako", -20, "kwame", US, DROPPED),
    Promise("Write to the harbour master", "hanako", 4, "kwame", US, MOVED),
    # Jiro.
    Promise("Send photos and the rent in writing", "jiro", -2, "meeting sheds", DELEGATE,
            also="visit selam now"),
    Promise("Ask the mill for its last balance sheet", "jiro", -1, "mission sewing"),
    Promise("Remind them of the traffic figures", "jiro", -4, "meeting dry port", AGENCY,
            also="mission roads"),
    Promise("Confirm the visit with the tannery experts", "jiro", 0, "visit wanjiru now"),
    Promise("Send the first photos of the pilot", "jiro", 0, "deal pilot", COMPANY),
    Promise("Book rooms in Nagoya", "jiro", 1, "visit minh coming"),
    Promise("Send the list of harness makers", "jiro", 2, "deal harness", AGENCY,
            also="parts"),
    Promise("Call about the price they named", "jiro", 2, "deal quiet"),
    Promise("Check the roster with the hosts", "jiro", 3, "mission cars"),
    Promise("Write the pilot's report", "jiro", 15, "water"),
    Promise("Thank the mission's hosts", "jiro", -8, "mission roads", US, DONE),
    Promise("Send the leaflet on lenders", "jiro", -3, "dara", US, DONE),
    Promise("Find a dye expert", "jiro", -110, "textiles", US, DROPPED),
    Promise("Lend two benches to a school", "jiro", 5, "meeting benches", COMPANY, MOVED),
    # Keiko, who verifies.
    Promise("Verify the figures of the pilot", "keiko", 0, "deal pilot",
            also="claim deal pilot units actual"),
    Promise("Look at the accepted applications", "keiko", 2, "programme now",
            also="application Moussa"),
]  # fmt: skip


def add(book: Book) -> None:
    """Write the promises down, attached to what they are about; close those that came to an end."""
    known = set(
        FollowUp.objects.filter(
            owner__in=[book.staff.hanako, book.staff.jiro, book.staff.keiko]
        ).values_list("what", "owner")
    )
    for promise in PROMISES:
        if (promise.what, book.staff.named(promise.owner).pk) not in known:
            _promise(book, promise)


def _promise(book: Book, promise: Promise) -> None:
    about, due_on = book[promise.about], book.days.work(promise.due)
    follow_up = follow_ups.promise(
        what=promise.what,
        due_on=due_on,
        owner=book.staff.named(promise.owner),
        about=about,
        promised_by=promise.by,
        restricted=getattr(about, "is_confidential", False),
    )
    about.follow_ups.add(follow_up)
    if promise.also:
        book[promise.also].follow_ups.add(follow_up)
    _close(book, promise, follow_up, due_on)


def _close(book: Book, promise: Promise, follow_up: FollowUp, due_on: date) -> None:
    by, at = follow_up.owner, book.days.moment(due_on, 16)
    match promise.came_to:
        case "done":
            follow_ups.tick_off(follow_up=follow_up, by=by, at=at)
        case "dropped":
            follow_ups.drop(follow_up=follow_up, by=by, at=at, reason="Nobody needs it any more.")
        case "moved":
            follow_ups.move(
                follow_up=follow_up,
                to=due_on + timedelta(days=7),
                reason="They asked for a week more.",
            )
