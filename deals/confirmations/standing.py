"""Where a request stands: what its link opens, and whether it can still be answered."""

from django.utils.translation import gettext_noop as _

from deals.models import Confirmation, ConfirmedFigure, Deal
from investors.models import Contact
from itpo.office.models import PersonalLink
from itpo.office.reasons import Reason


def why_over(confirmation: Confirmation) -> Reason | None:
    """Why nobody can answer a request any more; None while somebody can.

    Wants deal and contact at hand, and asks once whether they still belong together.
    """
    if confirmation.called_back_at is not None:
        return Reason(_("The office has called this request back."))
    if confirmation.used_at is not None:
        return Reason(_("The office has used this answer as evidence: it stays as it is."))
    if confirmation.deal.is_ended:
        return Reason(_("The office no longer needs an answer: the project was not continued."))
    if not belongs(confirmation.deal, confirmation.contact):
        return Reason(
            _("The person who was asked no longer works there. Write to the office, please.")
        )
    return None


def belongs(deal: Deal, contact: Contact) -> bool:
    """Whether somebody works at one of a deal's companies."""
    at_them = Contact.objects.current().filter(company__deal_roles__deal=deal)
    return bool(at_them.filter(pk=contact.pk).exists())


def behind(link: PersonalLink) -> Confirmation | None:
    """The request a link opens, with all its page shows of the deal."""
    rows = Confirmation.objects.select_related(
        "deal__country", "contact__company", "asked_by", "link__office"
    )
    found: Confirmation | None = rows.filter(link=link).first()
    return found


def figures_asked(confirmation: Confirmation) -> list[ConfirmedFigure]:
    """The figures a company is asked about, but for those withdrawn before it said anything."""
    rows = confirmation.figures.select_related("claim__institution", "recorded_as").order_by("pk")
    return [one for one in rows if one.answer or one.claim.withdrawn_at is None]


def lock(confirmation: Confirmation) -> Confirmation:
    """Lock the deal, then the confirmation, and look again."""
    Deal.objects.select_for_update(of=("self",)).get(pk=confirmation.deal_id)
    rows = Confirmation.objects.select_for_update(of=("self",))
    found: Confirmation = rows.select_related(
        "deal__office", "deal__owner", "contact__company", "link__office", "asked_by"
    ).get(pk=confirmation.pk)
    return found
