"""What is made of an application that is accepted: the delegate, the post, the visit, projects.

The names of the form's fields are used here and nowhere else outside the questionnaire.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegates import postings, visits
from delegates.models import (
    Agency,
    Application,
    Delegate,
    HostCountry,
    Programme,
    ProjectProfile,
    Visit,
)
from delegates.questionnaire.fields import amount
from itpo.office import links
from itpo.office.history import sign
from itpo.office.models import PersonalLink, User
from itpo.office.states import NotPossible

Answers = Mapping[str, Any]

STAYS_OPEN = timedelta(days=366)  # a link, after the visit
MOST_PROJECTS = 20


def said(application: Application, step: str) -> Answers:
    """What was answered in one step, as typed."""
    answers = application.answers.get(step)
    return answers if isinstance(answers, Mapping) else {}


def text(answers: Answers, name: str, most: int | None = None) -> str:
    return str(answers.get(name) or "").strip()[:most]


def delegate_of(application: Application, known: Delegate | None, by: User) -> Delegate:
    """Make the delegate, or fill in what was not known of the one who was chosen."""
    return _fill_in(known, application, by) if known else _make(application, by)


def agency_of(application: Application, country: HostCountry, by: User) -> Agency | None:
    """Who sends them: who nominated them, else the agency they name themselves."""
    if application.agency is not None:
        return application.agency
    typed = text(said(application, "post"), "agency", 200)
    return visits.agency_called(typed, country, by)


def posting_of(application: Application, delegate: Delegate, agency: Agency, by: User) -> None:
    """Have the delegate hold the post they named."""
    answers = said(application, "post")
    post, since = text(answers, "post", 160), text(answers, "since", 60)
    try:
        postings.take(delegate=delegate, agency=agency, post=post, since=since, by=by)
    except NotPossible:  # what they typed is no date: the post counts, and the answer is kept
        postings.take(delegate=delegate, agency=agency, post=post, by=by)


def visit_of(
    application: Application,
    programme: Programme,
    delegate: Delegate,
    agency: Agency | None,
    *,
    officer: User,
    begins: str,
    ends: str,
    by: User,
) -> Visit:
    """Plan the visit: the programme's days, unless other ones are given."""
    visit = Visit(
        office=programme.office,
        delegate=delegate,
        agency=agency,
        programme=programme,
        officer=officer,
        begins=begins or programme.begins,
        ends=ends or programme.ends,
        purpose=programme.name[:200],
    )
    visit.full_clean(exclude=["office", "officer"])
    visits.keep_apart(visit)
    sign(visit, by)
    visit.save()
    return visit


def projects_of(
    application: Application, delegate: Delegate, agency: Agency | None, by: User
) -> list[ProjectProfile]:
    """Make a profile of each project that has a title."""
    made = []
    for project in _projects(said(application, "projects")):
        profile = ProjectProfile(
            country=delegate.country, agency=agency, delegate=delegate, **project
        )
        profile.full_clean()
        sign(profile, by)
        profile.save()
        made.append(profile)
    return made


def keep_link(application: Application, visit: Visit, at: datetime) -> PersonalLink | None:
    """Have their page open until a year after the visit; made for who never had a link."""
    last = visit.ends_latest or visit.begins_latest
    until = (datetime.combine(last, time(), UTC) if last else at) + STAYS_OPEN
    link = application.link
    if link is not None:
        links.keep_open(link=link, until=until)
    elif application.email:
        link = links.issue(
            purpose=PersonalLink.Purpose.APPLICATION,
            office=visit.office,
            email=application.email,
            language=visit.delegate.language,
            at=at,
            until=until,
        )
    return link


def _make(application: Application, by: User) -> Delegate:
    person = said(application, "person")
    delegate = Delegate(
        family_name=text(person, "family_name", 80) or application.family_name,
        given_name=text(person, "given_name", 80) or application.given_name,
        country=_country(application),
        title=text(person, "title", 20),
        language=application.link.language if application.link else "en",
        **_reached_by(application),
    )
    delegate.full_clean()
    sign(delegate, by)
    delegate.save()
    return delegate


def _fill_in(known: Delegate, application: Application, by: User) -> Delegate:
    """Add what was blank; what is known already is never overwritten."""
    delegate: Delegate = Delegate.objects.select_for_update().get(pk=known.pk)
    if delegate.archived_at is not None:
        raise NotPossible(_("%(who)s is out of use.") % {"who": delegate}, "who")
    new = {
        name: value
        for name, value in _reached_by(application).items()
        if value and not getattr(delegate, name)
    }
    for name, value in new.items():
        setattr(delegate, name, value)
    if new:
        delegate.full_clean()
        sign(delegate, by)
        delegate.save(update_fields=list(new))
    return delegate


def _reached_by(application: Application) -> dict[str, str]:
    person = said(application, "person")
    return {
        "email": text(person, "email", 254) or application.email,
        "phone": text(person, "phone", 40),
        "name_local": text(person, "name_local", 120),
    }


def _country(application: Application) -> HostCountry:
    """Where they come from: the country of who nominated them, else the one they chose."""
    if application.agency is not None:
        return application.agency.country
    code = text(said(application, "person"), "country")
    country: HostCountry | None = HostCountry.objects.filter(code__iexact=code).first()
    if country is not None:
        return country
    if code:
        raise NotPossible(
            _("Add the country %(code)s to the host countries first.") % {"code": code}
        )
    raise NotPossible(
        _(
            "Nobody knows which country they come from. Change the application: say which "
            "agency nominates them."
        )
    )


def _projects(answers: Answers) -> Iterator[dict[str, Any]]:
    for number in range(1, MOST_PROJECTS + 1):
        name = f"project-{number}"
        if title := text(answers, f"{name}-title", 200):
            yield {
                "title": title,
                "summary": text(answers, f"{name}-summary"),
                "sectors_typed": text(answers, f"{name}-sector"),
                "partner_sought": text(answers, f"{name}-partner", 200),
                **_capital(text(answers, f"{name}-capital"), text(answers, f"{name}-currency")),
            }


def _capital(typed: str, currency: str) -> dict[str, Any]:
    """An amount with its currency; not known where either is missing or cannot be read."""
    try:
        capital = amount(typed)
    except ValidationError:
        return {}
    if not currency:
        return {}
    return {"capital_sought": capital.quantize(Decimal("0.01")), "currency": currency.upper()}
