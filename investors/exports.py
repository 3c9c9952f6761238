"""What is taken out of the lists of companies, people, meetings and schedules."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from investors.models import Company, Contact, Meeting, MeetingParty, Schedule, Technology
from itpo.office.exporting.columns import (
    Column,
    Export,
    columns_of,
    linked,
    number,
    number_of,
    shown_of,
)
from itpo.office.joined import tags_of
from itpo.office.models import User
from itpo.office.named import together

COMPANY_NUMBER = _("number of the company’s record here")


def _with_parent(rows: Any, viewer: User) -> Any:
    return rows.select_related("owner", "parent").annotate(**tags_of(Company))


COMPANIES = Export(
    [
        number(Company),
        *columns_of(Company, "name", "name_ja", "reading", "corporate_number"),
        linked("parent", _("parent company"), "parent.name"),
        *columns_of(Company, "sectors_typed"),
        Column("sector_tags", _("sectors known to the system"), lambda one: one.sectors_names),
        linked("owner", _("who looks after it")),
        *columns_of(Company, "address", "website", "notes"),
    ],
    fetched=_with_parent,
)

CONTACTS = Export(
    [
        number(Contact),
        linked("company", _("company"), "company.name"),
        number_of("company_id", COMPANY_NUMBER, Company),
        linked(
            "company_number",
            _("corporate number of the company (法人番号)"),
            "company.corporate_number",
        ),
        *columns_of(Contact, "family_name", "given_name", "family_name_ja", "given_name_ja"),
        *columns_of(Contact, "reading", "department", "post", "email", "phone"),
        *columns_of(Contact, "since", "left_on", "notes"),
    ]
)

TECHNOLOGIES = Export(
    [
        number(Technology),
        linked("company", _("company"), "company.name"),
        number_of("company_id", COMPANY_NUMBER, Company),
        *columns_of(Technology, "name", "summary", "sectors_typed", "source_url"),
    ]
)


def _with_sides(rows: Any, viewer: User) -> Any:
    sides = MeetingParty.objects.select_related(
        "company", "contact", "delegate", "officer", "partner"
    )
    return rows.select_related("officer", "visit__delegate", "mission", "event").prefetch_related(
        Prefetch("parties", sides.order_by("pk"), to_attr="sides")
    )


def _sides(said: Callable[[Any], Any]) -> Callable[[Any], str]:
    """Who sat there, of one kind, parted as the import takes them."""
    return lambda meeting: together(str(who) for side in meeting.sides if (who := said(side)))


def _starts(meeting: Any) -> str:
    return f"{meeting.starts_there:%H:%M}" if meeting.starts_at else ""


def _ends(meeting: Any) -> str:
    return f"{meeting.ends_there:%H:%M}" if meeting.ends_at else ""


MEETINGS = Export(
    [
        number(Meeting),
        *columns_of(Meeting, "subject"),
        *shown_of(Meeting, "kind"),
        *columns_of(Meeting, "day"),
        Column("starts", _("starts"), _starts),
        Column("ends", _("ends"), _ends),
        *columns_of(Meeting, "time_zone", "place"),
        *shown_of(Meeting, "state"),
        Column("companies", _("companies"), _sides(lambda side: side.company)),
        Column("contacts", _("contacts"), _sides(lambda side: side.contact)),
        Column("delegates", _("delegates"), _sides(lambda side: side.delegate)),
        Column("officers", _("officers"), _sides(lambda side: side.officer)),
        Column("partners", _("partners"), _sides(lambda side: side.partner)),
        Column("others", _("others"), _sides(lambda side: side.name)),
        linked("visit", _("during the visit"), "visit.delegate.full_name"),
        linked("mission", _("during the mission"), "mission.name"),
        linked("event", _("at the event"), "event.name"),
        linked("officer", _("who looks after it")),
        *columns_of(Meeting, "outcome"),
        *shown_of(Meeting, "interest"),
        *columns_of(Meeting, "source_url"),
    ],
    fetched=_with_sides,
)

SCHEDULES = Export(
    [
        number(Schedule),
        *columns_of(Schedule, "name"),
        Column("whole", _("of what"), lambda schedule: str(schedule.whole())),
        *columns_of(Schedule, "first_on", "last_on"),
        Column("planned", _("meetings planned"), lambda schedule: schedule.planned),
        Column("published", _("meetings published"), lambda schedule: schedule.published),
    ]
)
