"""The sample's users: two officers, a manager and an auditor, all visibly invented."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from itpo.office.models import Office, Role, User

# Known to everybody who reads this file; outside development nobody can log in with it.
PASSWORD = "just a sample"
PEOPLE = [
    ("hanako", "officer@example.org", "Sample", "Hanako", Role.OFFICER),
    ("jiro", "officer2@example.org", "Example", "Jiro", Role.OFFICER),
    ("keiko", "manager@example.org", "Fictive", "Keiko", Role.MANAGER),
    ("osamu", "auditor@example.org", "Specimen", "Osamu", Role.AUDITOR),
]

# Role, e-mail and password, as `start` prints them.
LOGINS: list[tuple[str, str, str]] = [
    (role.value, email, PASSWORD) for _key, email, _family, _given, role in PEOPLE
]

# Whose personal links `start` prints: what each opens, and for whom it was made.
DOORS = [
    ("my page", "amina.exemple@example.org"),
    ("form", "awa.exemple@example.org"),
    ("agency", "agency.vn@example.org"),
    ("event", "yui.exemple@example.org"),
]


class NotLoaded(Exception):
    """The sample cannot be loaded. The message says why."""


@dataclass(frozen=True)
class Staff:
    """Who works in the sample's office."""

    office: Office
    hanako: User
    jiro: User
    keiko: User
    osamu: User

    def named(self, key: str) -> User:
        user: User = getattr(self, key)
        return user


def hire(office: Office) -> Staff:
    """Make the four, or let those an earlier sample left behind log in again. Raises NotLoaded."""
    password = make_password(PASSWORD)
    users = {}
    for key, email, family_name, given_name, role in PEOPLE:
        user, is_new = User.objects.get_or_create(
            email=email,
            defaults={
                "family_name": family_name,
                "given_name": given_name,
                "role": role,
                "office": office,
                "is_sample": True,
                "password": password,
            },
        )
        if not user.is_sample:
            raise NotLoaded(_("%(email)s belongs to a real user.") % {"email": email})
        if not is_new:
            user.is_active = True
            user.save(update_fields=["is_active"])
        users[key] = user
    return Staff(office=office, **users)
