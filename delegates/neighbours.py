"""What the delegates app knows: its places on the chain, and who can be picked."""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from delegates import passport_panel
from delegates.models import (
    Agency,
    Application,
    Delegate,
    HostCountry,
    Programme,
    ProjectProfile,
    Visit,
)
from itpo.office import chain, partial_dates
from itpo.office.chain import Step
from itpo.office.visibility import Viewer


def visits_of_delegate(delegate: Delegate, viewer: Viewer) -> Any:
    return Visit.objects.visible_to(viewer).filter(delegate=delegate)


def delegate_of_visit(visit: Visit, viewer: Viewer) -> Any:
    return Delegate.objects.visible_to(viewer).filter(pk=visit.delegate_id)


def visits_by(way: str) -> chain.Neighbours:
    """The visits that a column leads to an object."""

    def find(thing: Any, viewer: Viewer) -> Any:
        return Visit.objects.visible_to(viewer).filter(**{way: thing})

    return find


def delegates_by(way: str) -> chain.Neighbours:
    """Whose visits they were; of a country, whoever comes from there."""

    def find(thing: Any, viewer: Viewer) -> Any:
        delegates = Delegate.objects.visible_to(viewer)
        if isinstance(thing, HostCountry):
            return delegates.filter(country=thing)
        return delegates.filter(pk__in=visits_by(way)(thing, viewer).values("delegate"))

    return find


def begun(called: str) -> str:
    """`1990-01-01|1990s` becomes “1990s”, as the reader's language writes it."""
    typed = called.split("|", 1)[1]
    if not typed:
        return _("without a date")
    return partial_dates.in_words(typed)


def begun_first(names: list[str]) -> str:
    """How many visits, and since when as far as that is known."""
    dated = sorted(called for called in names if not called.startswith("|"))
    if not dated:
        return str(len(names))
    return _("%(count)d since %(when)s") % {"count": len(names), "when": begun(dated[0])}


def visit_in_words(visit: Visit) -> str:
    return f"{visit.delegate}, {visit.when or _('without a date')}"


chain.place(Step.DELEGATES, Delegate, label="family_name", url_name="delegates:delegate")
chain.place(
    Step.VISITS,
    Visit,
    label=Concat(
        Cast("begins_earliest", CharField()), Value("|"), "begins", output_field=CharField()
    ),
    url_name="delegates:visit",
    say=begun,
    say_several=begun_first,
    related=("delegate",),
    describe=visit_in_words,
)
chain.neighbours(Delegate, Step.VISITS, visits_of_delegate)
chain.neighbours(Visit, Step.DELEGATES, delegate_of_visit)
for model, way in (
    (HostCountry, "delegate__country"),
    (Agency, "agency"),
    (Programme, "programme"),
):
    chain.neighbours(model, Step.VISITS, visits_by(way))
    chain.neighbours(model, Step.DELEGATES, delegates_by(way))
for subject in (Delegate, Visit, HostCountry, Agency, Programme, Application, ProjectProfile):
    chain.subject(subject)
# Last: who looks for a passport knows where it stands.
for table, rows in (
    (Application, passport_panel.of_application),
    (Visit, passport_panel.of_visit),
):
    chain.panel(table, "delegates/parts/passport.html", rows, order=90)
