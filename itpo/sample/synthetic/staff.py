"""Who works there: the sample's people, and more of them where there is more to do."""

from itpo.office.models import Office, Role, User
from itpo.sample.people import hire

MOST = 60


def engage(office: Office, deals: int) -> tuple[list[User], list[User]]:
    """Officers and managers. They log in with the sample's password, not in production."""
    staff = hire(office)
    officers = [staff.hanako, staff.jiro]
    for number in range(3, 5 + min(deals // 1000, MOST)):
        officers.append(_one_more(office, f"officer{number}", Role.OFFICER, like=staff.hanako))
    return officers, [staff.keiko, _one_more(office, "manager2", Role.MANAGER, like=staff.keiko)]


def _one_more(office: Office, name: str, role: Role, *, like: User) -> User:
    return User.objects.get_or_create(
        email=f"{name}@example.org",
        defaults={
            "family_name": "Synthetic",
            "given_name": name.title(),
            "role": role,
            "office": office,
            "is_sample": True,
            "password": like.password,
        },
    )[0]
