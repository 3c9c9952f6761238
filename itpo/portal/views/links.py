"""What every personal link has: its language, and a new one in place of one that is lost."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from itpo.office import links
from itpo.office.models import PersonalLink
from itpo.office.models.people import LANGUAGES
from itpo.portal import lost
from itpo.portal.addresses import page
from itpo.portal.forms import AddressForm
from itpo.portal.opening import LinkRequest, keep_to_oneself, known, language_of, opens, shut


@opens(*PersonalLink.Purpose)
@require_POST
def language(request: LinkRequest) -> HttpResponse:
    """Keep the language its holder chose, and lead back to where they were."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "")
    if wanted in dict(LANGUAGES):
        links.speak(link=request.link, language=wanted)
    is_ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return redirect(back if is_ours else page(request.link))


@login_not_required
@require_POST
def renew(request: LinkRequest, link: int, token: str) -> HttpResponse:
    """Have a link sent anew that has expired; the answer is the same for every address."""
    now = timezone.now()
    request.link, standing = known(link, token, now)
    form = AddressForm(request.POST)
    with translation.override(request.link.language):
        if not form.is_valid():
            return keep_to_oneself(shut(request, standing, form))
        too_often = lost.asks_too_often(request, now)
        if not too_often:
            lost.ask_for_one(link=request.link, address=form.cleaned_data["email"], at=now)
        return keep_to_oneself(_asked(request, too_often))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lost_links(request: HttpRequest) -> HttpResponse:
    """For whoever lost their link: an address, and one sentence for everybody."""
    now = timezone.now()
    form = AddressForm(request.POST if request.method == "POST" else None)
    with translation.override(language_of(request)):
        if not form.is_valid():
            return keep_to_oneself(render(request, "portal/lost.html", {"form": form}))
        too_often = lost.asks_too_often(request, now)
        if not too_often:
            lost.ask_for_all(address=form.cleaned_data["email"], at=now)
        return keep_to_oneself(_asked(request, too_often))


def _asked(request: HttpRequest, too_often: bool) -> HttpResponse:
    context = {"too_often": too_often}
    return render(request, "portal/asked.html", context, status=429 if too_often else 200)
