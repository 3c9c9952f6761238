"""What time does to the intake: offers lapse, and former delegates are asked once a year."""

from datetime import datetime

from delegates import alumni, seats
from itpo.office.models import Office
from itpo.reminders.outcome import Outcome


def let_offers_lapse(*, now: datetime) -> Outcome:
    """Offer on each seat that was offered to somebody who did not answer in time."""
    outcome = Outcome("offers", now)
    for application in list(seats.lapsed_offers(now)):
        with outcome.passing_over(application):
            outcome.made += seats.let_lapse(application=application, at=now) is not None
    return outcome


def ask_alumni(*, now: datetime) -> Outcome:
    """Ask whoever was here last a year ago, or some years, where they work now."""
    outcome = Outcome("alumni", now)
    for office in Office.objects.filter(asks_alumni=True).order_by("pk"):
        with outcome.passing_over(office):
            for delegate in alumni.due(office, now):
                with outcome.passing_over(delegate):
                    outcome.made += alumni.ask(delegate=delegate, office=office, at=now) is not None
    return outcome
