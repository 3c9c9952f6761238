"""Lists of people at companies: one row, one contact, and their company with them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from investors.importing.known import Companies, Contacts, formed, together
from investors.importing.names import in_both_scripts, may_be
from investors.models import Company, Contact
from investors.registrations import is_japanese
from itpo.office.folding import fold
from itpo.office.importing.kinds import Asked, Plan, Row
from itpo.office.importing.records import Matches, Told, plan_records, recall

NAMES = ("family_name", "given_name", "family_name_ja", "given_name_ja")
# What a row says of the contact just as the column is called.
PLAIN = (*NAMES, "reading", "department", "post", "email", "phone", "since", "left_on", "notes")
# Who is elsewhere by now has moved, with all that goes with a post: their page asks since when,
# and who came after them.
MOVES = frozenset({"company", "department", "post", "email", "phone", "since", "left_on"})


class Employers:
    """The companies that rows name: known, or new and then one for all rows that name it."""

    def __init__(self, rows: Sequence[Row], asked: Asked) -> None:
        self._known = Companies(
            asked.locked(Company.objects.all()),
            ids=[row.values["company_id"].pk for row in rows if "company_id" in row.values],
            numbers=[
                row.values["company_number"] for row in rows if "company_number" in row.values
            ],
            names=[row.values["company"] for row in rows if "company" in row.values],
        )
        self._new: dict[str, Company] = {}

    def of(self, row: Row) -> Company | None:
        """The company a row names; None where it names none, or cannot be told which."""
        said = row.values
        if "company_id" in said:
            found = self._known.with_id(said["company_id"].pk)
            if found is None:
                row.refuse("company_id", _("No company has this number."))
            return found
        number, name = said.get("company_number", ""), said.get("company", "")
        if number and (found := self._known.numbered(number)):
            return found
        return self._called(row, name, number) if name else None

    def _called(self, row: Row, name: str, number: str) -> Company | None:
        found, others = self._known.named(name), self._known.alike(name)
        if number:  # of two numbers one company has one
            found = [one for one in found if not one.corporate_number]
            others = [one for one in others if not one.corporate_number]
        if len(found) > 1:
            sentence = _("%(count)s companies are called so: say which by its corporate number.")
            row.refuse("company", sentence % {"count": len(found)})
            return None
        if others and not found:
            row.refuse("company", may_be(name, others[0]))
            return None
        return found[0] if found else self._made(name, number)

    def _made(self, name: str, number: str) -> Company:
        key = number or formed(name)
        if key not in self._new:
            name, name_ja = in_both_scripts(name, "")
            self._new[key] = Company(name=name, name_ja=name_ja)
            self._new[key].corporate_number = number or None
        return self._new[key]


def plan(rows: Sequence[Row], asked: Asked) -> list[Plan]:
    sound = [row for row in rows if not row.problems]
    employers = Employers(sound, asked)
    told = {row.number: one for row in sound if (one := _told(row, employers))}
    matches = _matches(list(told.values()), asked)
    _refuse_incomplete(told, matches, asked)
    told = {number: one for number, one in told.items() if not one.row.problems}
    records = asked.locked(Contact.objects.select_related("company"))
    recall(told.values(), matches, records)
    for number, one in told.items():
        if known := matches.meant(number, asked):
            _leave_where_it_stands(one, known)
            _leave_where_they_are(one, known, asked)
    told = {number: one for number, one in told.items() if not one.row.problems}
    return plan_records(rows, told, matches, Contact, asked)


def _leave_where_it_stands(told: Told[Contact], known: Contact) -> None:
    """A name in kanji may stand where the one in Roman letters does: no second one is made."""
    for name in ("family_name", "given_name"):
        in_kanji = f"{name}_ja"
        if in_kanji not in told.row.values and told.said.get(in_kanji) == getattr(known, name):
            del told.said[in_kanji]


def _leave_where_they_are(told: Told[Contact], known: Contact, asked: Asked) -> None:
    """Whoever is at another company by the list keeps the post they hold here."""
    company = told.said.get("company")
    if company is None or company.pk == known.company_id:
        return
    told.stays = MOVES
    if asked.list_wins:
        sentence = _(
            "%(who)s is at %(company)s here. Press “Has moved” on their page, which asks since "
            "when."
        )
        told.row.refuse("company", sentence % {"who": known, "company": known.company})


def _told(row: Row, employers: Employers) -> Told[Contact] | None:
    names = _names(row)
    company = employers.of(row)
    if row.problems:
        return None
    said = {one: row.values[one] for one in PLAIN if one in row.values}
    if "full_name" not in row.values:  # or it would stand beside the parts that are known
        said |= names
    if company is not None:
        said["company"] = company
    family, family_ja = in_both_scripts(names["family_name"], names["family_name_ja"])
    given, given_ja = names["given_name"], names["given_name_ja"]
    new = {
        "family_name": family,
        "family_name_ja": family_ja,
        "given_name": given or ("" if names["family_name"] else given_ja),
        "given_name_ja": given_ja or (given if is_japanese(given) else ""),
    }
    beside: list[Model] = [company] if company is not None and company.pk is None else []
    name = f"{family} {new['given_name']}".strip()
    return Told(row, name, _key(names, said, company), said, new, beside)


def _names(row: Row) -> dict[str, str]:
    """The parts of the name. A whole one is not parted: it stands where the family name does."""
    names = {one: row.values.get(one, "") for one in NAMES}
    for one in ("family_name", "given_name"):
        if "id" not in row.values and is_japanese(names[one]) and not names[f"{one}_ja"]:
            names[one], names[f"{one}_ja"] = "", names[one]
    if whole := row.values.get("full_name", ""):
        names["family_name_ja" if is_japanese(whole) else "family_name"] = whole
    return names


def _key(names: dict[str, str], said: dict[str, Any], company: Company | None) -> tuple[str, ...]:
    called = (
        together(names["family_name"], names["given_name"]),
        together(names["family_name_ja"], names["given_name_ja"]),
    )
    if email := said.get("email"):
        return (email.lower(), *called)
    employer = company and (company.corporate_number or fold(company.name))
    return ("", *called, employer or "")


def _refuse_incomplete(
    told: dict[int, Told[Contact]], matches: Matches[Contact], asked: Asked
) -> None:
    """Refuse whoever is new and has no name, or no company: a contact is somebody at one."""
    for number, one in told.items():
        decision = asked.decisions.get(number)
        may_be_known = number in matches.perhaps and not (decision and decision.is_new)
        if number in matches.sure or may_be_known:
            continue
        if not one.said_of_new["family_name"]:
            one.row.refuse("family_name", _("Say what the person is called."))
        if "company" not in one.said:
            one.row.refuse("company", _("Say at which company the person is."))


def _matches(told: Sequence[Told[Contact]], asked: Asked) -> Matches[Contact]:
    known = Contacts(
        asked.locked(Contact.objects.select_related("company")),
        ids=[one.row.values["id"].pk for one in told if "id" in one.row.values],
        emails=[one.said["email"] for one in told if "email" in one.said],
        names=[name for one in told for name in _called(one)],
        readings=[one.said["reading"] for one in told if "reading" in one.said],
    )
    matches: Matches[Contact] = Matches()
    for one in told:
        _match(one, known, matches)
    return matches


def _called(told: Told[Contact]) -> list[str]:
    """The name in either script, compared: as the key has it."""
    return [name for name in told.key[1:3] if name]


def _match(told: Told[Contact], known: Contacts, matches: Matches[Contact]) -> None:
    row, email, reading = told.row, told.said.get("email", ""), told.said.get("reading", "")
    if "id" in row.values:
        found = known.with_id(row.values["id"].pk)
        if found is None:
            row.refuse("id", _("No contact has this number."))
        else:
            matches.sure[row.number] = found
        return
    company = told.said.get("company")
    at, namesakes = known.at(email), known.called(*_called(told))
    # Many share one address: it is somebody only together with the name.
    both = [one for one in at if one in namesakes or _is_read(one, reading)]
    here = [one for one in namesakes if company is not None and one.company_id == company.pk]
    alone = [one for one in here if not _other_address(one, email)]
    if len(both) == 1 or (not at and len(alone) == 1):
        matches.sure[row.number] = (both or alone)[0]
        return
    for one in at:
        matches.may_be(row.number, one, _("same e-mail"))
    for one in namesakes:
        if not _other_address(one, email):
            where = _("same name, at %(company)s") % {"company": one.company}
            matches.may_be(row.number, one, where)
        elif one in here:
            matches.may_be(row.number, one, _("same name, other e-mail"))
    for one in known.read_as(reading):
        if company is not None and one.company_id == company.pk:
            matches.may_be(row.number, one, _("same reading, same company"))


def _is_read(contact: Contact, reading: str) -> bool:
    return bool(reading) and together(contact.reading) == together(reading)


def _other_address(contact: Contact, email: str) -> bool:
    """Two people of one name may have two addresses."""
    return bool(email and contact.email and contact.email.lower() != email.lower())
