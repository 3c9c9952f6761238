"""The form behind a link, step by step; also filled in by an agency for somebody it named."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegates import filling
from delegates.models import Application
from delegates.questionnaire import Asked, Step, asked_by
from itpo.office import links
from itpo.office.models import PersonalLink
from itpo.office.models.people import LANGUAGES
from itpo.office.states import NotPossible
from itpo.portal import step_page, summary
from itpo.portal.addresses import page as page_of
from itpo.portal.opening import LinkRequest, opens
from itpo.portal.places import Places
from itpo.portal.typed import shown_in, typed_in

Purpose = PersonalLink.Purpose
State = Application.State
# Once it is decided, one's own page says how it stands.
DECIDED = frozenset({*State} - {State.INVITED, State.STARTED, State.SUBMITTED})


@opens(Purpose.APPLICATION)
@require_safe
def application(request: LinkRequest) -> HttpResponse:
    """To where one left off; to one's own page once it is decided."""
    found = _own(request.link)
    if found.state in DECIDED:
        return redirect(page_of(request.link, "portal:my"))
    return _start(found, Places(request.link))


@opens(Purpose.APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: LinkRequest, step: str) -> HttpResponse:
    return _step(request, _own(request.link), Places(request.link), step)


@opens(Purpose.APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: LinkRequest) -> HttpResponse:
    return _check(request, _own(request.link), Places(request.link))


@opens(Purpose.NOMINATION)
@require_safe
def nominee(request: LinkRequest, pk: int) -> HttpResponse:
    """The form of somebody an agency has named, where it was left off."""
    return _start(_named(request.link, pk), Places(request.link, pk))


@opens(Purpose.NOMINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def nominee_step(request: LinkRequest, pk: int, step: str) -> HttpResponse:
    return _step(request, _named(request.link, pk), Places(request.link, pk), step)


@opens(Purpose.NOMINATION)
@require_http_methods(["GET", "HEAD", "POST"])
def nominee_check(request: LinkRequest, pk: int) -> HttpResponse:
    return _check(request, _named(request.link, pk), Places(request.link, pk))


def _own(link: PersonalLink) -> Application:
    found: Application = get_object_or_404(filling.with_all_it_shows(), link=link)
    return found


def _named(link: PersonalLink, pk: int) -> Application:
    rows = filling.with_all_it_shows().exclude(state=State.WITHDRAWN)
    found: Application = get_object_or_404(rows, pk=pk, invitation__link=link)
    return found


def _start(application: Application, places: Places) -> HttpResponse:
    if filling.why_shut(application, timezone.now()):
        return redirect(places.check)
    asked = asked_by(application.programme)
    missing = filling.missing_of(asked, application)
    unfinished = asked.first_unfinished(application, missing)
    return redirect(places.step(unfinished.slug) if unfinished else places.check)


def _step(
    request: LinkRequest, application: Application, places: Places, slug: str
) -> HttpResponse:
    now = timezone.now()
    asked = asked_by(application.programme)
    asked.suit(application)
    step = asked.step(slug)
    if step is None:
        raise Http404
    if why := filling.why_shut(application, now):
        return _refuse(request, application, asked, places, step, why)
    shown = step_page.opened(application, asked, step, places)
    shown.one_more = "more" in request.GET
    if request.method != "POST":
        if "missing" in request.GET:
            step_page.check(shown)
        return _render(request, shown)
    try:
        return _leave(request, shown, now)
    except NotPossible as shut:  # handed in by somebody else a moment ago, or the call is over
        return _refuse(request, application, asked, places, step, str(shut))


def _leave(request: LinkRequest, shown: step_page.Page, now: datetime) -> HttpResponse:
    """Save the step, and go where the button leads; stay where something has to be looked at."""
    shown, saved = step_page.left(request, shown, now)
    if "X-Saving" in request.headers:
        return _noted(saved)
    step_page.left_with_papers(request, shown, now)
    go = request.POST.get("go", "next")
    if go == "next":
        step_page.check(shown)
    if shown.is_wrong:
        return _render(request, shown)
    if (wanted := request.POST.get("language", "")) in dict(LANGUAGES):
        links.speak(link=request.link, language=wanted)
        return redirect(shown.places.step(shown.step.slug))
    return redirect(_where(shown, go))


def _where(shown: step_page.Page, go: str) -> str:
    """The address a button leads to."""
    here = shown.places.step(shown.step.slug)
    if go == "next":
        after = shown.neighbour(1)
        return shown.places.step(after.slug) if after else shown.places.check
    if go == "back":
        before = shown.neighbour(-1)
        return shown.places.step(before.slug) if before else here
    if go == "more":
        return f"{here}?more=1#last"
    if go == "check":
        return shown.places.check
    other = shown.asked.step(go.removeprefix("step-"))
    return shown.places.step(other.slug) if other else here


def _noted(saved: filling.Saved) -> JsonResponse:
    """What the page has to know after it was saved while typing."""
    return JsonResponse(
        {
            "saved": timezone.now().isoformat(),
            "fields": saved.digests(),
            "news": saved.news,
            "conflicts": {name: step_page.told(one) for name, one in saved.conflicts.items()},
        }
    )


def _render(request: LinkRequest, shown: step_page.Page) -> HttpResponse:
    context: dict[str, Any] = shown.context()
    return render(request, "portal/step.html", context)


def _refuse(
    request: LinkRequest,
    application: Application,
    asked: Asked,
    places: Places,
    step: Step,
    why: str,
) -> HttpResponse:
    """Say that nothing can be written any more, and show what was typed last."""
    if request.method != "POST":
        return redirect(places.check)
    if "X-Saving" in request.headers:
        return JsonResponse({"why": why}, status=409)
    typed = typed_in(request.POST, step, shown_in(request.POST))
    unsaved = summary.unsaved(application, step, typed)
    context = summary.context(application, asked, places, timezone.now())
    if not context["why_shut"]:
        messages.error(request, why)
    return render(request, "portal/check.html", {**context, "unsaved": unsaved}, status=409)


def _check(request: LinkRequest, application: Application, places: Places) -> HttpResponse:
    """All that was answered, what is missing, and handing it in."""
    now = timezone.now()
    if request.method == "POST":
        try:
            filling.submit(application=application, at=now)
        except NotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. Your application is handed in."))
        return redirect(places.check)
    asked = asked_by(application.programme)
    return render(request, "portal/check.html", summary.context(application, asked, places, now))
