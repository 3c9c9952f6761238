"""What the page and the mails of a request say: who asks whom about what."""

from typing import Any

from deals.models import Confirmation
from investors.models import Company, Contact
from itpo.office import wording
from itpo.office.models import Office


def page_of(confirmation: Confirmation, form: Any) -> dict[str, Any]:
    """What a request's page shows, in its link's language."""
    link, deal = confirmation.link, confirmation.deal
    companies = Company.objects.filter(deal_roles__deal=deal).order_by("deal_roles__pk")
    return {
        "confirmation": confirmation,
        "form": form,
        "office": link.office,
        "office_name": office_called(link.office, link.language),
        "who": person_called(confirmation.contact, link.language),
        "companies": " · ".join(company_called(one, link.language) for one in companies),
        "country": wording.country(deal.country.code, deal.country.name, link.language)
        if deal.country
        else "",
    }


def office_called(office: Office, language: str) -> str:
    return office.name_ja if language == "ja" and office.name_ja else office.name


def company_called(company: Company, language: str) -> str:
    return company.name_ja if language == "ja" and company.name_ja else company.name


def person_called(contact: Contact, language: str) -> str:
    """A person's name in kanji to who reads Japanese; no title: the mail has it."""
    return contact.name_ja if language == "ja" and contact.name_ja else contact.full_name
