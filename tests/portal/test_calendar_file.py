"""The calendar file, read back as a calendar would."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from itpo.office.agenda import AgendaEntry, Kind
from itpo.office.models import Office
from itpo.portal.calendar_file import calendar_file

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
OFFICE = Office(name="UNIDO ITPO Tokyo", email="tokyo@example.org")


def talk(starts: datetime | None, zone: str = "Asia/Tokyo", **given) -> AgendaEntry:
    day = starts.astimezone(ZoneInfo(zone)).date() if starts else date(2026, 11, 19)
    given = {"uid": "meeting-7", "kind": Kind.MEETING, "title": "First talk", "day": day, **given}
    return AgendaEntry(zone=zone, starts=starts, **given)


def written(*entries: AgendaEntry, office: Office = OFFICE) -> Calendar:
    return Calendar.from_ical(calendar_file(entries, office=office, name="Karim", at=NOW))


def only(calendar: Calendar):
    [event] = calendar.walk("VEVENT")
    return event


def test_an_entry_says_what_when_where_with_whom_and_who_invites():
    starts = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)

    event = only(
        written(
            talk(
                starts,
                ends=starts + timedelta(minutes=25),
                place="Nagoya",
                with_whom="Yazaki Corporation (YAMADA Haruo)",
            )
        )
    )

    assert event["SUMMARY"] == "First talk"
    assert event["LOCATION"] == "Nagoya"
    assert event["DESCRIPTION"] == "Yazaki Corporation (YAMADA Haruo)"
    assert event["ORGANIZER"] == "mailto:tokyo@example.org"
    assert event["ORGANIZER"].params["CN"] == "UNIDO ITPO Tokyo"
    assert event.decoded("DTSTART").isoformat() == "2026-11-19T10:00:00+09:00"
    assert event.decoded("DTEND").isoformat() == "2026-11-19T10:25:00+09:00"
    assert event.decoded("DTSTAMP") == NOW


@pytest.mark.parametrize(
    ("zone", "starts", "there"),
    [
        ("Asia/Tokyo", datetime(2027, 1, 14, 1, 0, tzinfo=UTC), "2027-01-14T10:00:00+09:00"),
        ("Asia/Tokyo", datetime(2027, 7, 14, 1, 0, tzinfo=UTC), "2027-07-14T10:00:00+09:00"),
        ("Europe/Paris", datetime(2027, 1, 14, 9, 0, tzinfo=UTC), "2027-01-14T10:00:00+01:00"),
        ("Europe/Paris", datetime(2027, 7, 14, 8, 0, tzinfo=UTC), "2027-07-14T10:00:00+02:00"),
    ],
)
def test_a_time_is_right_in_winter_and_in_summer_wherever_the_meeting_is(zone, starts, there):
    calendar = written(talk(starts, zone))

    event = only(calendar)

    assert event.decoded("DTSTART").isoformat() == there
    assert event["DTSTART"].params["TZID"] == zone
    assert [one["TZID"] for one in calendar.walk("VTIMEZONE")] == [zone]


def test_the_file_brings_the_rules_of_its_zone_for_calendars_that_do_not_know_it():
    calendar = written(talk(datetime(2027, 7, 14, 8, 0, tzinfo=UTC), "Europe/Paris"))

    [rules] = calendar.walk("VTIMEZONE")

    summer = datetime(2027, 7, 14, 10, 0, tzinfo=rules.to_tz(lookup_tzid=False))
    winter = datetime(2027, 1, 14, 10, 0, tzinfo=rules.to_tz(lookup_tzid=False))
    assert summer.utcoffset() == timedelta(hours=2)
    assert winter.utcoffset() == timedelta(hours=1)


def test_an_entry_keeps_its_uid_when_it_moves():
    before = only(written(talk(datetime(2026, 11, 19, 1, 0, tzinfo=UTC))))

    after = only(written(talk(datetime(2026, 11, 20, 5, 0, tzinfo=UTC), title="Second thoughts")))

    assert before["UID"] == after["UID"]
    assert before["UID"].startswith("meeting-7@")


def test_a_whole_day_is_a_date_in_any_zone():
    event = only(written(talk(None, uid="visit-3-first_day", kind=Kind.FIRST_DAY)))

    assert event.decoded("DTSTART") == date(2026, 11, 19)
    assert event.decoded("DTEND") == date(2026, 11, 20)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


def test_the_file_only_publishes_and_asks_nobody_for_an_answer():
    calendar = written(talk(datetime(2026, 11, 19, 1, 0, tzinfo=UTC)))

    assert "METHOD" not in calendar
    assert "ATTENDEE" not in only(calendar)
    assert (calendar["VERSION"], calendar["X-WR-CALNAME"]) == ("2.0", "Karim")


def test_an_office_without_an_address_is_no_organiser():
    event = only(
        written(talk(datetime(2026, 11, 19, 1, 0, tzinfo=UTC)), office=Office(name="Tokyo"))
    )

    assert "ORGANIZER" not in event


def test_line_breaks_and_commas_in_words_break_no_line_of_the_file():
    words = "Hall 2, east; “A\\B”\nBEGIN:VEVENT\n東京国際フォーラムの七階の大会議室へどうぞ"

    event = only(written(talk(datetime(2026, 11, 19, 1, 0, tzinfo=UTC), place=words)))

    assert event["LOCATION"] == words


def test_an_empty_agenda_is_an_empty_calendar():
    assert written().walk("VEVENT") == []
