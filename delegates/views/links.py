"""Inviting agencies and delegates, and the personal links they hold."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates import invitations
from delegates.invitation_forms import (
    AddressForm,
    AgencyLines,
    InviteAgenciesForm,
    InviteDelegateForm,
)
from delegates.models import Agency, Application, Delegate, Invitation, Programme
from itpo.office.forms import add_refusal
from itpo.office.models import OutgoingMail, PersonalLink, User
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

Purpose = PersonalLink.Purpose
Holder = Application | Invitation


@require_http_methods(["GET", "POST"])
@may_change
def invite_delegate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask one person to apply to a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    initial = _delegate_in(request)
    form = InviteDelegateForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid():
        try:
            made = invitations.invite_delegate(
                programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The link is on its way to %(to)s.") % {"to": made.email})
            return redirect(made)
    context = {"form": form, "programme": programme}
    return render(request, "delegates/invite_delegate.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def invite_agency(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask one agency, or several at once, to name delegates for a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    known = _agencies_in(request)
    language = known[0].pop("language") if known else "en"
    lines = AgencyLines(
        request.POST or None,
        initial=known,
        prefix="agencies",
        form_kwargs={"viewer": request.user},
    )
    form = InviteAgenciesForm(request.POST or None, initial={"language": language})
    if form.is_valid() and lines.is_valid() and (sent := _invite(programme, form, lines, request)):
        count = ngettext("%d agency is invited.", "%d agencies are invited.", sent) % sent
        messages.success(request, count)
        return redirect(programme)
    context = {"form": form, "lines": lines, "programme": programme}
    return render(request, "delegates/invite_agency.html", context)


@require_safe
def invitation(request: OfficerRequest, pk: int) -> HttpResponse:
    """One agency's invitation: its link, its answer, whom it named."""
    rows = Invitation.objects.visible_to(request.user).select_related(
        "programme__office", "agency__country", "link__revoked_by"
    )
    found = get_object_or_404(rows, pk=pk)
    named = Application.objects.visible_to(request.user).filter(invitation=found)
    context = {
        "invitation": found,
        "due_on": found.due_on(found.programme),
        "named": named.order_by("pk"),
        **about_link(found, request.user),
        **around(found, request),
    }
    return render(request, "delegates/invitation.html", context)


def about_link(thing: Holder, viewer: User) -> dict[str, Any]:
    """What the part of a page about its personal link shows."""
    link = thing.link
    mails = OutgoingMail.objects.visible_to(viewer)
    last = (
        mails.filter(key__startswith=f"link:{link.pk}:").order_by("-pk").first() if link else None
    )
    return {"link": link, "link_mail": last, "now": timezone.now()}


@require_POST
@may_change
def send_link(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a link's holder another address."""
    return _with_link(request, pk, invitations.send_again, _("The link is on its way to %(to)s."))


@require_POST
@may_change
def revoke_link(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have a link open no more."""
    return _with_link(request, pk, invitations.revoke, _("The link sent to %(to)s is revoked."))


@require_POST
@may_change
def application_address(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write to an applicant at another address from now on."""
    rows = Application.objects.visible_to(request.user)
    return _readdress(request, get_object_or_404(rows, pk=pk))


@require_POST
@may_change
def invitation_address(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write to an agency at another address from now on."""
    rows = Invitation.objects.visible_to(request.user)
    return _readdress(request, get_object_or_404(rows, pk=pk))


def _delegate_in(request: OfficerRequest) -> dict[str, Any]:
    """What is known of the delegate named in the address, and of their agency."""
    number = row_number(request.GET.get("delegate", ""))
    rows = Delegate.objects.visible_to(request.user)
    delegate = rows.filter(pk=number).first() if number else None
    if delegate is None:
        return {"agency": row_number(request.GET.get("agency", ""))}
    posting = delegate.postings.filter(is_current=True).newest_first().first()
    return {
        **{name: getattr(delegate, name) for name in ("family_name", "given_name")},
        **{name: getattr(delegate, name) for name in ("email", "language")},
        "agency": posting.agency_id if posting else None,
    }


def _agencies_in(request: OfficerRequest) -> list[dict[str, Any]]:
    """The agencies named in the address, each with whom we wrote to last."""
    numbers = [row_number(one) for one in request.GET.getlist("agency")[:20]]
    rows = Agency.objects.visible_to(request.user).filter(pk__in=[one for one in numbers if one])
    found = []
    for agency in rows.order_by("name", "pk"):
        last = invitations.last_contact(agency, request.user)
        whom = {"email": last.email, "contact_name": last.name} if last else {}
        language = last.language if last else "en"
        found.append({"agency": agency.pk, "language": language, **whom})
    return found


def _invite(programme: Programme, form: forms.Form, lines: Any, request: OfficerRequest) -> int:
    """Invite all agencies or none; how many. What is refused stands beside its line."""
    filled = [line for line in lines if line.cleaned_data.get("agency")]
    if not filled:
        form.add_error(None, _("Choose at least one agency."))
    with transaction.atomic():
        for line in filled:
            try:
                invitations.invite_agency(
                    programme=programme,
                    by=request.user,
                    at=timezone.now(),
                    **form.cleaned_data,
                    **line.cleaned_data,
                )
            except (NotPossible, ValidationError) as error:
                is_about_all = getattr(error, "field", None) in form.fields
                add_refusal(form if is_about_all else line, error)
                if is_about_all:
                    break
        is_refused = bool(form.errors) or any(line.errors for line in filled)
        transaction.set_rollback(is_refused)
    return 0 if is_refused else len(filled)


def _with_link(
    request: OfficerRequest, pk: int, verb: Callable[..., PersonalLink], done: str
) -> HttpResponse:
    rows = PersonalLink.objects.visible_to(request.user)
    link = get_object_or_404(rows, pk=pk, purpose__in=[Purpose.APPLICATION, Purpose.NOMINATION])
    holder = invitations.behind(link)
    try:
        verb(link=link, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done % {"to": link.email})
    return redirect(holder or "desk:my-day")


def _readdress(request: OfficerRequest, holder: Holder) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(
            request,
            " ".join(str(one) for one in form.errors.get("email", [_("Choose a language.")])),
        )
        return redirect(holder)
    try:
        link = invitations.change_address(
            thing=holder,
            email=form.cleaned_data["email"],
            language=form.cleaned_data["language"] or "en",
            by=request.user,
            at=timezone.now(),
        )
    except NotPossible as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The link is on its way to %(to)s.") % {"to": link.email})
    return redirect(holder)
