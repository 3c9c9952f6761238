"""What the delegates app knows: its places on the chain, and who can be picked."""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
from itpo.office.finding import findable
from itpo.office.picking import pickable
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
    understood = partial_dates.read(typed)
    return partial_dates.shown(understood.edtf, understood.earliest, understood.latest)


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

pickable(
    "delegates",
    Delegate,
    search=lambda viewer, words: (
        Delegate.objects.visible_to(viewer)
        .current()
        .matching(words)
        .select_related("country")
        .by_name()
    ),
    visible=Delegate.objects.visible_to,
    hint=lambda delegate: delegate.country.name,
)
pickable(
    "countries",
    HostCountry,
    search=lambda viewer, words: HostCountry.objects.visible_to(viewer).matching(words).by_name(),
    visible=HostCountry.objects.visible_to,
    hint=lambda country: country.code,
)
pickable(
    "agencies",
    Agency,
    search=lambda viewer, words: (
        Agency.objects.visible_to(viewer)
        .current()
        .matching(words)
        .select_related("country")
        .by_name()
    ),
    visible=Agency.objects.visible_to,
    hint=lambda agency: agency.country.name,
)
pickable(
    "programmes",
    Programme,
    search=lambda viewer, words: (
        Programme.objects.visible_to(viewer).ours().matching(words).newest_first()
    ),
    visible=lambda viewer: Programme.objects.visible_to(viewer).ours(),
    hint=lambda programme: programme.when,
)
pickable(
    "visits",
    Visit,
    search=lambda viewer, words: (
        Visit.objects.visible_to(viewer)
        .not_cancelled()
        .matching(words)
        .with_people()
        .newest_first()
    ),
    visible=lambda viewer: Visit.objects.visible_to(viewer).with_people(),
    hint=lambda visit: visit.get_state_display(),
    label=visit_in_words,
)
pickable(
    "projects",
    ProjectProfile,
    search=lambda viewer, words: (
        ProjectProfile.objects.visible_to(viewer)
        .on_offer()
        .matching(words)
        .select_related("country")
        .order_by("title", "pk")
    ),
    visible=ProjectProfile.objects.visible_to,
    hint=lambda project: project.country.name,
)

findable(
    Delegate,
    _lazy("Delegates"),
    rows=lambda viewer, words: (
        Delegate.objects.visible_to(viewer).current().matching(words).by_name()
    ),
    label=Concat(Upper("family_name"), Value(" "), "given_name"),
    hint="country__name",
    url_name="delegates:delegate",
    list_name="delegates:delegates",
)
findable(
    Visit,
    _lazy("Visits"),
    rows=lambda viewer, words: Visit.objects.visible_to(viewer).matching(words).newest_first(),
    label=Concat(
        Upper("delegate__family_name"),
        Value(" "),
        "delegate__given_name",
        Value(", "),
        Cast("begins", CharField()),
    ),
    hint="purpose",
    url_name="delegates:visit",
    list_name="delegates:visits",
)
findable(
    Agency,
    _lazy("Agencies"),
    rows=lambda viewer, words: Agency.objects.visible_to(viewer).matching(words).by_name(),
    label="name",
    hint="country__name",
    url_name="delegates:agency",
    list_name="delegates:agencies",
)
findable(
    HostCountry,
    _lazy("Host countries"),
    rows=lambda viewer, words: HostCountry.objects.visible_to(viewer).matching(words).by_name(),
    label="name",
    url_name="delegates:country",
    list_name="delegates:countries",
)
findable(
    Programme,
    _lazy("Programmes"),
    rows=lambda viewer, words: Programme.objects.visible_to(viewer).matching(words).newest_first(),
    label="name",
    hint="begins",
    url_name="delegates:programme",
    list_name="delegates:programmes",
)
findable(
    ProjectProfile,
    _lazy("Project profiles"),
    rows=lambda viewer, words: (
        ProjectProfile.objects.visible_to(viewer).matching(words).order_by("title", "pk")
    ),
    label="title",
    hint="country__name",
    url_name="delegates:project",
    list_name="delegates:projects",
)
