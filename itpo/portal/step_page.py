"""One step of the form as a page: what it shows, and what leaving it does."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from delegates import filling
from delegates.filling import Saved
from delegates.merging import Merged
from delegates.models import Application, TravelDocument
from delegates.questionnaire import DOCUMENTS, TRAVEL, Asked, Step, answered
from delegates.questionnaire.projects import NUMBERS, begun, names_of, shown
from itpo.office.states import NotPossible
from itpo.portal import files_sent
from itpo.portal.passport_form import PassportForm, kept_of, wrong_with
from itpo.portal.places import Places
from itpo.portal.typed import shown_in, typed_in

PROJECTS = "projects"
KEPT_TOGETHER = 300  # letters of what somebody else wrote that a sentence repeats


@dataclass
class Page:
    """One step on its way to the reader."""

    application: Application
    asked: Asked
    step: Step
    places: Places
    values: dict[str, str]
    checked: bool = False
    one_more: bool = False
    conflicts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    passport: PassportForm | None = None
    passport_shown: dict[str, str] = field(default_factory=dict)
    wanted: list[files_sent.Wanted] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.asked.steps.index(self.step) + 1

    def neighbour(self, by: int) -> Step | None:
        at = self.number - 1 + by
        return self.asked.steps[at] if 0 <= at < len(self.asked.steps) else None

    @property
    def is_wrong(self) -> bool:
        files = any(one.errors for one in self.wanted)
        passport = self.passport is not None and bool(self.passport.errors)
        return files or passport or bool(self.conflicts or self.refused or self.errors)

    @property
    def errors(self) -> dict[str, list[str]]:
        return self.step.errors(self.values) if self.checked else {}

    def names(self) -> list[str]:
        """The fields the page shows: of the projects only those that are begun, and one more."""
        if self.step.slug != PROJECTS:
            return list(self.step.fields)
        names = [name for number in self._projects() for name in names_of(number)]
        parts = {name for number in NUMBERS for name in names_of(number)}
        return names + [name for name in self.step.fields if name not in parts]

    def _projects(self) -> list[int]:
        return shown(self.values, one_more=self.one_more)

    def context(self) -> dict[str, Any]:
        """All that the template loops over."""
        names = self.names()
        form = self.step.form(self.values, checked=self.checked or self.is_wrong, only=names)
        for name, theirs in self.conflicts.items():
            if name in form.fields:
                form.add_error(name, _told(theirs))
        for name, why in self.refused.items():
            if name not in form.errors:
                form.add_error(name, why)
        if self.places.nominee is not None and "consent" in form.fields:
            form.fields["consent"].label = _("They have read this, and they agree.")
        known = {**self.values, **self.conflicts}
        digests = {**filling.digests_of(known, names), **self.passport_shown}
        return {
            "page": self,
            "step": self.step,
            "form": form,
            "groups": list(self._groups(form, names)),
            "shown": json.dumps(digests),
            "before": self.neighbour(-1),
            "after": self.neighbour(1),
            "places": self.places,
            "next_address": self._next_address(),
            "links": [(one, self.places.step(one.slug)) for one in self.asked.steps],
            "may_add": self.step.slug == PROJECTS and len(self._projects()) < len(NUMBERS),
            "programme": self.application.programme,
            "saved_at": self.application.saved_at,
        }

    def _groups(self, form: Any, names: list[str]) -> Iterable[dict[str, Any]]:
        if self.step.slug != PROJECTS:
            yield {"number": 0, "fields": form.bound(names)}
            return
        for place, number in enumerate(self._projects(), start=1):
            yield {
                "number": number,
                "place": place,
                "is_begun": begun(number, self.values),
                "fields": form.bound(names_of(number)),
            }
        if own := names[len(self._projects()) * len(names_of(1)) :]:
            yield {"number": 0, "fields": form.bound(own)}

    def _next_address(self) -> str:
        after = self.neighbour(1)
        return self.places.step(after.slug) if after else self.places.check


def opened(application: Application, asked: Asked, step: Step, places: Places) -> Page:
    """A step as it stands, before anybody has typed."""
    page = Page(application, asked, step, places, answered(application, step))
    if step.slug == TRAVEL:
        document = _passport(application)
        page.passport = PassportForm(document)
        page.passport_shown = filling.digests_of(kept_of(document), kept_of(document))
    if step.slug == DOCUMENTS:
        page.wanted = files_sent.wanted_of(asked, application)
    return page


def left(request: HttpRequest, page: Page, at: datetime) -> tuple[Page, Saved]:
    """Save what was typed into a step; gives the step as it stands then. Raises filling.Shut."""
    noted = shown_in(request.POST)
    typed = typed_in(request.POST, page.step, noted)
    go = request.POST.get("go", "")
    cleared = [name for number in NUMBERS if go == f"clear-{number}" for name in names_of(number)]
    if page.step.slug == PROJECTS:
        typed |= dict.fromkeys(cleared, "")
    saved = filling.save(
        application=page.application, step=page.step, typed=typed, shown=noted, at=at
    )
    page.application, page.values = saved.application, saved.values
    page.conflicts, page.refused = saved.conflicts, saved.refused
    return page, saved


def left_with_papers(request: HttpRequest, page: Page, at: datetime) -> None:
    """Keep passport and files, which are never sent while typing. Raises NotPossible."""
    if page.step.slug == TRAVEL:
        document = _passport(page.application)
        form = PassportForm(document, request.POST)
        form.full_clean()
        try:
            merged = form.keep(page.application, document, shown_in(request.POST))
        except NotPossible as error:
            form.add_error("number", str(error))
            merged = Merged(kept_of(document))
        for name, theirs in merged.conflicts.items():
            form.add_error(name, _told(theirs))
        known = {**merged.kept, **merged.conflicts}
        _show_passport(page, form, known)
    if page.step.slug == DOCUMENTS:
        refused = files_sent.take_in(request, page.asked, page.application, at)
        go = request.POST.get("go", "")
        if go.startswith("remove-"):
            files_sent.take_away(page.asked, page.application, go.removeprefix("remove-"), at)
        page.wanted = files_sent.wanted_of(page.asked, page.application)
        for one in page.wanted:
            one.errors = [refused[one.required.pk]] if one.required.pk in refused else []


def check(page: Page) -> None:
    """Look whether the step is complete, and say beside each field what is missing."""
    page.checked = True
    for one in page.wanted:
        if one.required.is_required and not one.is_there and not one.errors:
            one.errors = [_("Send this file.")]
    if page.passport is not None and not page.values.get("no_passport"):
        _check_passport(page, page.passport)


def _check_passport(page: Page, form: PassportForm) -> None:
    document = _passport(page.application)
    wrong = wrong_with(document, page.application.programme)
    if wrong and not form.is_bound:
        form = page.passport = PassportForm(document, kept_of(document))
    for name in wrong.keys() - form.errors.keys():
        form.add_error(name, wrong[name])


def _show_passport(page: Page, form: PassportForm, known: dict[str, str]) -> None:
    """Show what is kept now, and what was typed where it is wrong."""
    if not form.errors:
        document = _passport(page.application)
        form = PassportForm(document)
    page.passport, page.passport_shown = form, filling.digests_of(known, known)


def _passport(application: Application) -> TravelDocument | None:
    document: TravelDocument | None = TravelDocument.objects.filter(application=application).first()
    return document


def _told(theirs: str) -> str:
    """That somebody else has written here meanwhile, and what one can do."""
    if not theirs.strip():
        return _(
            "This was cleared meanwhile in another window, or by somebody else. Save again to "
            "keep what stands here."
        )
    said = theirs if len(theirs) <= KEPT_TOGETHER else f"{theirs[:KEPT_TOGETHER]}…"
    return _(
        "Meanwhile “%(theirs)s” was written here in another window, or by somebody else. Save "
        "again to keep yours."
    ) % {"theirs": said}


told = _told
