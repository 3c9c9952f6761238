"""The companies, their people and what they can do."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from investors.earlier import EARLIER, earlier
from investors.lists import COMPANIES, CONTACTS, TECHNOLOGIES
from investors.models import Company, Contact, Meeting, Technology
from investors.neighbours import MOST, latest, meetings_of_company, meetings_of_contact
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.paging import words_of
from itpo.office.requests import OfficerRequest

INTERESTED = {Meeting.Interest.MEDIUM, Meeting.Interest.HIGH}


@require_safe
def company_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Company.objects.visible_to(request.user).select_related("owner")
    if request.GET.get("gone") != "yes":
        rows = rows.current()
    return show_list(request, COMPANIES, rows, "investors/company_list.html")


@require_safe
def company(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Company.objects.visible_to(request.user)
        .select_related("owner", "parent", "merged_into")
        .annotate(**tags_of(Company)),
        pk=pk,
    )
    if found.merged_into is not None:
        return redirect(found.merged_into)
    met = list(latest(meetings_of_company(found, request.user)))
    context = {
        "company": found,
        "contacts": found.contacts.on_record().order_by("left_on", "family_name", "pk"),
        "gone": found.postings.exclude(contact__company=found)
        .select_related("contact__company")
        .newest_first()[:MOST],
        "technologies": found.technologies.order_by("name", "pk"),
        "meetings": met,
        "most": MOST,
        "interests": [one for one in met if one.interest in INTERESTED],
        **around(found, request),
    }
    return render(request, "investors/company.html", context)


@require_safe
def contact_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Contact.objects.visible_to(request.user).on_record().select_related("company")
    checks = request.GET.get("check") == "yes" and request.user.may_change
    template, beside = "investors/contact_list.html", None
    if words_of(request):
        rows, beside = rows.annotate(earlier_names=EARLIER), _say_where_before
    return show_list(request, CONTACTS, rows, template, beside, checks=checks)


def _say_where_before(contacts: list[Any]) -> dict[str, Any]:
    """Who is looked for may be found by where they were."""
    for one in contacts:
        one.earlier = earlier(one.earlier_names)
    return {}


@require_safe
def contact(request: OfficerRequest, pk: int) -> HttpResponse:
    """Somebody of a company. What is to be done next is their company's affair."""
    rows = Contact.objects.visible_to(request.user).select_related("company", "merged_into")
    found = get_object_or_404(rows, pk=pk)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    steps = found.company.follow_ups.visible_to(request.user).open().most_urgent_first()
    context = {
        "contact": found,
        "meetings": latest(meetings_of_contact(found, request.user)),
        "most": MOST,
        "follow_ups": list(steps),
        "postings": found.postings.select_related("company", "successor").newest_first(),
        "followed": found.followed.select_related("contact", "company").newest_first()[:MOST],
        "hand_overs": found.hand_overs.visible_to(request.user)
        .select_related("agency", "country")
        .newest_first(),
        "missions": found.mission_places.visible_to(request.user)
        .select_related("mission")
        .order_by("-pk")[:50],
        **around(found, request),
    }
    return render(request, "investors/contact.html", context)


@require_safe
def technology_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Technology.objects.visible_to(request.user).select_related("company")
    return show_list(request, TECHNOLOGIES, rows, "investors/technology_list.html")


@require_safe
def technology(request: OfficerRequest, pk: int) -> HttpResponse:
    """What a company offers. What is to be done next is the company's affair."""
    rows = Technology.objects.visible_to(request.user).select_related("company")
    found = get_object_or_404(rows, pk=pk)
    steps = found.company.follow_ups.visible_to(request.user).open().most_urgent_first()
    context = {
        "technology": found,
        "sectors": found.sectors.order_by("code", "pk"),
        "follow_ups": list(steps),
        **around(found, request),
    }
    return render(request, "investors/technology.html", context)
