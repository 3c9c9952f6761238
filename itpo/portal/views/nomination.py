"""The page on which an agency names delegates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegates import invitations
from delegates.models import Invitation
from itpo.office.forms import add_refusal
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal import nominees
from itpo.portal.addresses import page
from itpo.portal.forms import DeclineForm, NomineeForm
from itpo.portal.opening import LinkRequest, opens

Purpose = PersonalLink.Purpose


@opens(Purpose.NOMINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def nomination(request: LinkRequest) -> HttpResponse:
    """What the agency is asked for, whom it has named, and a form to name somebody."""
    invitation = _of(request.link)
    typed = request.POST if request.method == "POST" else None
    form = NomineeForm(typed, initial={"language": request.link.language})
    if form.is_valid():
        try:
            named = invitations.nominate(
                invitation=invitation, at=timezone.now(), **form.cleaned_data
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _named_in_words(named))
            return redirect(page(request.link))
    return _show(request, invitation, form=form)


@opens(Purpose.NOMINATION)
@require_POST
def take_back(request: LinkRequest, application: int) -> HttpResponse:
    """No longer name somebody, while nothing is handed in."""
    invitation = _of(request.link)
    found = get_object_or_404(invitation.applications, pk=application)
    try:
        taken = invitations.take_back(application=found, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(who)s is taken back.") % {"who": taken})
    return redirect(page(request.link))


@opens(Purpose.NOMINATION)
@require_POST
def decline(request: LinkRequest) -> HttpResponse:
    """Name nobody this time, and say why."""
    invitation = _of(request.link)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            invitations.decline(invitation=invitation, at=timezone.now(), **form.cleaned_data)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Thank you for telling us."))
            return redirect(page(request.link))
    return _show(request, invitation, declining=form)


def _of(link: PersonalLink) -> Invitation:
    rows = Invitation.objects.select_related(
        "programme__office", "programme__officer", "agency__country"
    )
    found: Invitation = get_object_or_404(rows, link=link)
    return found


def _named_in_words(named: Any) -> str:
    if named.link is None:
        return _("%(who)s is named. Now fill in the form for them.") % {"who": named}
    return _("%(who)s is named, and gets a mail with a form.") % {"who": named}


def _show(
    request: LinkRequest,
    invitation: Invitation,
    form: NomineeForm | None = None,
    declining: DeclineForm | None = None,
) -> HttpResponse:
    programme = invitation.programme
    now = timezone.now()
    named = nominees.of(invitation, now)
    context = {
        "invitation": invitation,
        "programme": programme,
        "themes": programme.themes.order_by("name", "pk"),
        "papers": programme.documents.in_order(),
        "due_on": invitation.due_on(programme),
        "nominees": named,
        "is_full": invitation.most is not None and len(named) >= invitation.most,
        "why_shut": invitations.why_shut(invitation, programme, now),
        "form": form or NomineeForm(initial={"language": request.link.language}),
        "declining": declining or DeclineForm(),
    }
    return render(request, "portal/nomination.html", context)
