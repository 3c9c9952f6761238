"""Who sat at a meeting, by the names a list has for them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from delegates.importing.known import Delegates
from delegates.importing.known import together as delegate_name
from delegates.models import Delegate
from investors.importing.known import Companies, Contacts, formed, together
from investors.importing.names import in_both_scripts, may_be
from investors.models import Company, Contact, Meeting, MeetingParty
from itpo.office.folding import fold
from itpo.office.importing.kinds import Asked, Row
from itpo.office.models import Partner, User
from itpo.office.named import apart

LONGEST_NAME = 160
# The columns of a list, and which side of a meeting each names.
SIDES = {
    "companies": "company",
    "contacts": "contact",
    "delegates": "delegate",
    "officers": "officer",
    "partners": "partner",
    "others": "name",
}


def sitting(meeting: Meeting, column: str) -> list[Any]:
    """Who sits there already, of one kind."""
    sides = (getattr(side, SIDES[column]) for side in meeting.parties.all())
    return [one for one in sides if one]


class Known:
    """Everybody the rows name, looked up once."""

    def __init__(self, rows: Sequence[Row], asked: Asked) -> None:
        named = {
            column: [name for row in rows for name in apart(row.values.get(column, ""))]
            for column in SIDES
        }
        self._companies = Companies(Company.objects.all(), names=named["companies"])
        self._contacts = Contacts(
            Contact.objects.select_related("company"),
            ids=(),
            emails=(),
            names=[together(name) for name in named["contacts"]],
            readings=(),
        )
        self._delegates = Delegates(
            Delegate.objects.all(),
            ids=(),
            emails=(),
            names=[delegate_name(name) for name in named["delegates"]],
        )
        self._officers: dict[str, list[User]] = defaultdict(list)
        if named["officers"] or any("officer" in row.values for row in rows):
            for user in asked.office.users.filter(is_active=True).order_by("pk"):
                for name in {
                    fold(str(user)),
                    fold(f"{user.given_name} {user.family_name}"),
                    fold(user.email),
                }:
                    self._officers[name].append(user)
        self._partners: dict[str, list[Partner]] = defaultdict(list)
        if named["partners"]:
            for partner in Partner.objects.order_by("pk"):
                for name in {fold(partner.name), fold(partner.short_name)} - {""}:
                    self._partners[name].append(partner)
        self._new: dict[str, Company] = {}

    def officer(self, row: Row, name: str, column: str = "officer") -> User | None:
        found: User | None = self._only(row, column, name, self._officers[fold(name)])
        return found

    def new_sides(self, row: Row, meeting: Meeting | None) -> list[MeetingParty]:
        """Who of the row does not sit there yet. What cannot be told is refused."""
        new: list[MeetingParty] = []
        companies: list[Company] = []
        for column in SIDES:
            here = sitting(meeting, column) if meeting else []
            names = {fold(str(one)) for one in here}
            for name in apart(row.values.get(column, "")):
                if fold(name) not in names and (side := self._side(row, column, name, companies)):
                    new.append(side)
        named = {side.company_id for side in new if side.contact}
        return [
            one for one in new if one.contact or not one.company_id or one.company_id not in named
        ]

    def _side(
        self, row: Row, column: str, name: str, companies: list[Company]
    ) -> MeetingParty | None:
        if column == "others":
            if len(name) > LONGEST_NAME:
                sentence = _("The text is longer than %(longest)s characters.")
                row.refuse(column, sentence % {"longest": LONGEST_NAME})
            return MeetingParty(name=name[:LONGEST_NAME])
        if column == "companies":
            company = self._company(row, name)
            companies += [company] if company else []
            return MeetingParty(company=company) if company else None
        if column == "contacts":
            contact = self._contact(row, name, companies)
            return MeetingParty(company=contact.company, contact=contact) if contact else None
        if column == "delegates":
            found: Any = self._only(row, column, name, self._delegates.called(delegate_name(name)))
        elif column == "officers":
            found = self.officer(row, name, column)
        else:
            found = self._only(row, column, name, self._partners[fold(name)])
        return MeetingParty(**{SIDES[column]: found}) if found else None

    def _company(self, row: Row, name: str) -> Company | None:
        """The company of that name; one that nobody knows is made, once for all rows."""
        found = self._companies.named(name)
        if not found and (others := self._companies.alike(name)):
            row.refuse("companies", may_be(name, others[0]))
            return None
        if found:
            only: Company | None = self._only(row, "companies", name, found)
            return only
        key = formed(name)
        if key not in self._new:
            latin, japanese = in_both_scripts(name, "")
            self._new[key] = Company(name=latin, name_ja=japanese)
        return self._new[key]

    def _contact(self, row: Row, name: str, companies: Sequence[Company]) -> Contact | None:
        found = self._contacts.called(together(name))
        at = {company.pk for company in companies}
        here = [one for one in found if one.company_id in at] if len(found) > 1 else found
        only: Contact | None = self._only(row, "contacts", name, here or found)
        return only

    def _only(self, row: Row, column: str, name: str, found: Sequence[Any]) -> Any:
        """The one that was found; none or several refuse the row."""
        if len(found) == 1:
            return found[0]
        several = _("“%(name)s” may be several here. Say it on the meeting's page.")
        nobody = _("“%(name)s” is not known here. Enter it first, or write it among the others.")
        row.refuse(column, (several if found else nobody) % {"name": name})
        return None
