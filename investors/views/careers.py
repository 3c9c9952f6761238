"""Who has moved, who has left, who came after them, and who is still there."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from investors import careers
from investors.career_forms import LeftForm, MovedForm, SuccessorForm
from investors.models import Contact, ContactPosting
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_http_methods(["GET", "POST"])
@may_change
def contact_moved(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter the post somebody holds now; the one before ends with it."""
    contact, today = _contact(request, pk), request.user.today(timezone.now())
    form = MovedForm(
        request.POST if request.method == "POST" else None, contact=contact, viewer=request.user
    )
    if form.is_valid():
        try:
            careers.move(contact=contact, by=request.user, on=today, **form.cleaned_data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Entered. The post before ends with it."))
            _say_what_stayed(request, form)
            return _on_to_the_successor(contact)
    context = {"contact": contact, "form": form}
    return render(request, "investors/contact_moved.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def contact_left(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that somebody has left, and nobody knows where to."""
    contact, today = _contact(request, pk), request.user.today(timezone.now())
    form = LeftForm(
        request.POST if request.method == "POST" else None,
        viewer=request.user,
        initial={"left_on": today},
    )
    if form.is_valid():
        try:
            careers.leave(contact=contact, by=request.user, on=today, **form.cleaned_data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return _on_to_the_successor(contact)
    return render(request, "investors/contact_left.html", {"contact": contact, "form": form})


@require_http_methods(["GET", "POST"])
@may_change
def contact_successor(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say who came after somebody in a post they held: one who is known, or somebody new."""
    rows = ContactPosting.objects.visible_to(request.user)
    posting = get_object_or_404(rows.select_related("contact", "company", "successor"), pk=pk)
    form = SuccessorForm(
        request.POST if request.method == "POST" else None, posting=posting, viewer=request.user
    )
    if form.is_valid():
        try:
            careers.name_successor(
                posting=posting, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(posting.contact)
    known = {"company": posting.company_id, "department": posting.department, "post": posting.post}
    context = {
        "posting": posting,
        "form": form,
        "candidates": careers.candidates(posting)[:20],
        "add_url": f"{reverse('desk:add', args=['investors.contact'])}?{urlencode(known)}",
    }
    return render(request, "investors/contact_successor.html", context)


@require_POST
@may_change
def contact_still_there(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down that somebody said so: `is_there` is yes."""
    contact, today = _contact(request, pk), request.user.today(timezone.now())
    try:
        if request.POST.get("is_there") == "yes":
            careers.still_there(contact=contact, by=request.user, on=today)
            messages.success(request, _("%(who)s is still there.") % {"who": contact})
    except NotPossible as error:
        messages.error(request, str(error))
    if "asked" in request.POST:  # from the list, as it was narrowed
        return redirect(f"{reverse('investors:contacts')}?{request.POST['asked'][:1000]}")
    return redirect(contact)


def _contact(request: OfficerRequest, pk: int) -> Any:
    rows = Contact.objects.visible_to(request.user).select_related("company")
    return get_object_or_404(rows, pk=pk)


def _say_what_stayed(request: OfficerRequest, form: MovedForm) -> None:
    """An address left as it was may be one at the company before, and reach nobody."""
    email = form.cleaned_data["email"]
    if email and "company" in form.changed_data and "email" not in form.changed_data:
        sentence = _("Their e-mail is still %(email)s. Change it if it was the company’s.")
        messages.warning(request, sentence % {"email": email})


def _on_to_the_successor(contact: Contact) -> HttpResponse:
    """Offer to say who came after them, where nobody has."""
    latest = contact.postings.order_by("-pk").first()
    if latest is None or latest.successor_id:
        return redirect(contact)
    return redirect("investors:contact-successor", latest.pk)
