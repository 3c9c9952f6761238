"""The usual steps before a mission, for an office to change."""

from typing import NamedTuple

from investors.models.mission_plans import BeforeAMission

ByWhom = BeforeAMission.ByWhom


class Step(NamedTuple):
    """One step, and how many days before departure it is due."""

    days_before: int
    by_whom: str
    text: str


USUAL = [
    Step(120, ByWhom.US, "Agree on countries, days and sectors with the partners"),
    Step(110, ByWhom.US, "Ask the hosts in each country: agencies, former delegates"),
    Step(90, ByWhom.US, "Invite the companies"),
    Step(75, ByWhom.PARTNER, "Confirm who pays for what"),
    Step(60, ByWhom.COMPANY, "Confirm, and name who travels"),
    Step(45, ByWhom.COMPANY, "Passports valid for six months, visas applied for"),
    Step(42, ByWhom.US, "Book flights, hotels and cars"),
    Step(35, ByWhom.HOST, "Propose whom the companies meet"),
    Step(28, ByWhom.US, "Book the interpreters"),
    Step(21, ByWhom.HOST, "Confirm official calls and site visits"),
    Step(14, ByWhom.US, "Send the programme to everybody who travels"),
    Step(10, ByWhom.US, "Briefing of the companies"),
    Step(3, ByWhom.US, "Papers printed: delegation list, day sheets, badges"),
]
