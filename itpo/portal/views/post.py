"""Where a former delegate works now: asked once a year, answered with one click."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from delegates import alumni
from delegates.models import PostCheck
from itpo.office.forms import add_refusal
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal.addresses import page
from itpo.portal.opening import LinkRequest, opens
from itpo.portal.post_form import PostForm


@opens(PersonalLink.Purpose.POST)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: LinkRequest) -> HttpResponse:
    """Ask where they work now, with what we know of it; show what they answered."""
    check = _check_of(request.link)
    form = PostForm(request.POST if request.method == "POST" else None, check=check)
    if form.is_valid():
        try:
            alumni.answer(check=check, at=timezone.now(), **form.answered())
        except NotPossible as error:
            add_refusal(form, error)
        else:
            return redirect(page(request.link))
    held = check.delegate.postings.filter(is_current=True).select_related("agency")
    context = {"check": check, "form": form, "held": list(held.newest_first())}
    return render(request, "portal/post.html", context)


def _check_of(link: PersonalLink) -> PostCheck:
    rows = PostCheck.objects.select_related("delegate")
    found: PostCheck = get_object_or_404(rows, link=link)
    return found
