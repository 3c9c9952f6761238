"""What a company says of our part in its deal: asked behind a link, kept as evidence."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deals import confirmations
from deals.confirming_form import ConfirmForm
from itpo.office.forms import add_refusal
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal import lost
from itpo.portal.addresses import page
from itpo.portal.opening import LinkRequest, opens

MOST_AN_HOUR = 60  # from one network: a company may have a single one for everybody


@opens(PersonalLink.Purpose.RESULT)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: LinkRequest) -> HttpResponse:
    """Ask what our help did and whether the figures are right; show what was answered."""
    found = confirmations.behind(request.link)
    if found is None:
        raise Http404
    now, status = timezone.now(), 200
    figures = confirmations.figures_asked(found)
    typed = request.POST if request.method == "POST" else None
    form = ConfirmForm(typed, confirmation=found, figures=figures)
    if typed is not None and lost.asks_too_often(request, now, "confirm", MOST_AN_HOUR):
        form.add_error(None, _("Too many came from your network. Try again in an hour."))
        status = 429
    if form.is_valid():
        try:
            confirmations.answer(
                confirmation=found,
                answers=form.answers(),
                figures=form.of_figures(),
                at=now,
                seen=form.cleaned_data["seen"],
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
            found.refresh_from_db()
            form.seen_now(found.stamp)
        else:
            return redirect(page(request.link))
    why_over = confirmations.why_closed(found)
    context = {
        **confirmations.page_of(found, form),
        "figures": figures,
        "why_over": why_over,
        "was_overtaken": bool(found.stamp and form.non_field_errors()),
        "is_shown": found.answered_at is not None
        and (bool(why_over) or (typed is None and "change" not in request.GET)),
    }
    return render(request, "portal/confirm.html", context, status=status)
