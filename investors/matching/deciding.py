"""Deciding about a company that was suggested: it is to be invited, or left out and why."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import ProjectProfile, Visit
from investors.models import Company, Match
from itpo.office import follow_ups
from itpo.office.history import sign
from itpo.office.models import FollowUp, User
from itpo.office.states import LONGEST, NotPossible


@transaction.atomic
def invite(
    *,
    project: ProjectProfile,
    company: Company,
    due_on: date,
    by: User,
    at: datetime,
    visit: Visit | None = None,
) -> Match:
    """Promise to invite a company for a project, so that it is not forgotten.

    The promise belongs to the company, to the project and to the visit of who brings it. Raises
    NotPossible when it is invited already.
    """
    match = _locked(project, company, by)
    if match.state == Match.State.INVITED:
        raise NotPossible(_("%(company)s is invited already.") % {"company": company})
    said = _("Invite %(company)s for “%(project)s”") % {"company": company, "project": project}
    try:
        promise = follow_ups.promise(
            what=said[: follow_ups.LONGEST], due_on=due_on, owner=by, about=company, by=by
        )
    except follow_ups.NotPossible as error:
        raise NotPossible(str(error)) from error
    company.follow_ups.add(promise)
    project.follow_ups.add(promise)
    if visit is not None:
        visit.follow_ups.add(promise)
    match.promise, match.because = promise, ""
    return _decided(match, Match.State.INVITED, by, at)


@transaction.atomic
def leave_out(
    *, project: ProjectProfile, company: Company, because: str, by: User, at: datetime
) -> Match:
    """Suggest a company no more for a project, and remember why. Raises NotPossible."""
    because = because.strip()
    if not because:
        raise NotPossible(_("Say why %(company)s is left out.") % {"company": company}, "because")
    if len(because) > LONGEST:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, "because"
        )
    match = _locked(project, company, by)
    if match.state == Match.State.INVITED:
        raise NotPossible(
            _("%(company)s is to be invited; drop the promise first.") % {"company": company}
        )
    match.because = because
    return _decided(match, Match.State.LEFT_OUT, by, at)


@transaction.atomic
def suggest_again(*, project: ProjectProfile, company: Company, by: User) -> None:
    """Take back that a company was left out. Raises NotPossible."""
    match = _locked(project, company, by)
    if match.state != Match.State.LEFT_OUT:
        raise NotPossible(_("%(company)s was not left out.") % {"company": company})
    sign(match, by)
    match.delete()


def _locked(project: ProjectProfile, company: Company, by: User) -> Match:
    """What was decided so far, or nothing yet. Nobody else decides for the project meanwhile.

    An invitation whose promise was dropped counts no more.
    """
    if by.office_id is None:
        raise NotPossible(_("A decision belongs to an office; you belong to none."))
    ProjectProfile.objects.select_for_update(no_key=True).get(pk=project.pk)
    rows = Match.objects.filter(office=by.office_id, project=project, company=company)
    match: Match | None = rows.select_related("promise").first()
    if match is None:
        return Match(office_id=by.office_id, project=project, company=company)
    if match.promise is not None and match.promise.state == FollowUp.State.DROPPED:
        match.state, match.promise = "", None
    return match


def _decided(match: Match, state: Match.State, by: User, at: datetime) -> Match:
    match.state = state
    match.decided_by, match.decided_at = by, at
    sign(match, by)
    match.save()
    return match
