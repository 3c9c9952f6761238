"""Lists of delegates: one row, one person, with the country, the agency and the post."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from delegates.importing import posts
from delegates.importing.countries import Place, Places, read_place
from delegates.importing.known import Agencies, Delegates, together
from delegates.models import Delegate, HostCountry
from itpo.office.importing.kinds import Asked, Fate, Plan, Row, Written
from itpo.office.importing.records import Matches, Told, plan_records, recall, write_records
from itpo.office.importing.report import RowRefused

# What a row says of the delegate just as the column is called.
PLAIN = ("family_name", "given_name", "name_local", "title", "email", "phone", "language", "notes")


@dataclass
class Person(Told[Delegate]):
    """What a row says of a delegate, and what it changes of where they work."""

    post: posts.Step | None = None


def plan(rows: Sequence[Row], asked: Asked) -> list[Plan]:
    sound = [row for row in rows if not row.problems]
    agencies = Agencies()
    countries = _countries(sound, agencies)
    told = {row.number: one for row in sound if (one := _told(row, countries.get(row.number)))}
    matches = _matches(list(told.values()), asked)
    _refuse_without_country(told, matches)
    told = {number: one for number, one in told.items() if not one.row.problems}
    recall(told.values(), matches, asked.locked(Delegate.objects.select_related("country")))
    plans = plan_records(rows, told, matches, Delegate, asked)
    posts.plan(plans, agencies, asked)
    return plans


def write(plans: Sequence[Plan], asked: Asked) -> list[Written]:
    """Write the people, then where they work."""
    people = [one for one in plans if one.fate is not Fate.UPDATED or one.work.said]
    return [*write_records(people, asked), *posts.write(plans, asked)]


def _countries(rows: Sequence[Row], agencies: Agencies) -> dict[int, HostCountry]:
    """The country of each row: as it says, or the one of an agency whose name says it."""
    places = {row.number: place for row in rows if (place := _place(row))}
    known = Places(place.code for place in places.values() if place.code)
    found = {number: known.by_code[place.code] for number, place in places.items() if place.code}
    for row in rows:
        if row.number not in found and not row.problems and "agency" in row.values:
            agency = agencies.called(row.values["agency"], None)
            if agency is not None:
                found[row.number] = agency.country
    return found


def _place(row: Row) -> Place | None:
    typed, code = row.values.get("country", ""), row.values.get("iso2", "")
    if not typed and not code:
        return None
    try:
        place = read_place(typed, code)
    except RowRefused as refusal:
        row.refuse(refusal.column, refusal.reason)
        return None
    if place.code is None:
        row.refuse("country", _("“%(name)s” is no country.") % {"name": typed})
    return place


def _told(row: Row, country: HostCountry | None) -> Person | None:
    said: dict[str, Any] = {one: row.values[one] for one in PLAIN if one in row.values}
    if whole := row.values.get("full_name"):
        # Not parted: which is the family name, nobody knows but the person.
        said.setdefault("family_name", whole)
    if not said.get("family_name") and "id" not in row.values:
        row.refuse("family_name", _("Say what the person is called."))
    if row.problems:
        return None
    new: dict[str, Any] = dict(said)
    if whole and ("family_name" not in row.values):
        del said["family_name"]  # it would stand beside the parts that are known
    if country is not None:
        new["country"] = country
        if "country" in row.values or "iso2" in row.values:
            said["country"] = country
    beside: list[Model] = [country] if country is not None and country.pk is None else []
    name = f"{new.get('family_name', '').upper()} {new.get('given_name', '')}".strip()
    return Person(row, name, _key(new, country), said, new, beside)


def _key(new: dict[str, Any], country: HostCountry | None) -> tuple[str, ...]:
    return (_name(new), country.code if country else "", new.get("email", "").lower())


def _name(said: dict[str, Any]) -> str:
    return together(said.get("family_name", ""), said.get("given_name", ""))


def _refuse_without_country(told: dict[int, Person], matches: Matches[Delegate]) -> None:
    """Refuse whoever is new and comes from nowhere."""
    for number, one in told.items():
        known = number in matches.sure or number in matches.perhaps
        if "country" not in one.said_of_new and not known:
            one.row.refuse("country", _("Say which country the person is from."))


def _matches(told: Sequence[Person], asked: Asked) -> Matches[Delegate]:
    known = Delegates(
        asked.locked(Delegate.objects.select_related("country")),
        ids=[one.row.values["id"].pk for one in told if "id" in one.row.values],
        emails=[one.said["email"] for one in told if "email" in one.said],
        names=[name for one in told for name in _called(one)],
    )
    matches: Matches[Delegate] = Matches()
    for one in told:
        _match(one, known, matches)
    return matches


def _called(told: Person) -> list[str]:
    names = _name(told.said_of_new), together(told.said_of_new.get("name_local", ""))
    return [name for name in names if name]


def _match(told: Person, known: Delegates, matches: Matches[Delegate]) -> None:
    row, country = told.row, told.said_of_new.get("country")
    if "id" in row.values:
        found = known.with_id(row.values["id"].pk)
        if found is None:
            row.refuse("id", _("No delegate has this number."))
        else:
            matches.sure[row.number] = found
        return
    email = told.said.get("email", "")
    at, namesakes = known.at(email), known.called(*_called(told))
    # An agency's people may share one address: it is somebody only together with the name.
    both = [one for one in at if one in namesakes]
    here = [
        one
        for one in namesakes
        if country is not None
        and one.country_id == country.pk
        and not _other_address(one, email)
        and not _is_turned(one, told)
    ]
    if len(both) == 1 or (not both and len(here) == 1):
        matches.sure[row.number] = (both or here)[0]
        return
    for one in at:
        matches.may_be(row.number, one, _("same e-mail"))
    for one in namesakes:
        matches.may_be(row.number, one, _("same name, %(country)s") % {"country": one.country})


def _is_turned(delegate: Delegate, told: Person) -> bool:
    """Whether the list has the family name where we have the given one."""
    return _name(told.said_of_new) == together(delegate.given_name, delegate.family_name)


def _other_address(delegate: Delegate, email: str) -> bool:
    """Two people of one name and country may have two addresses."""
    return bool(email and delegate.email and delegate.email.lower() != email.lower())
