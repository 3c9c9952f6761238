"""What the delegates app knows: its places on the chain, and who can be picked."""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, HostCountry, Programme, Visit
from itpo.office import chain, partial_dates
from itpo.office.chain import Step
from itpo.office.picking import pickable
from itpo.office.visibility import Viewer


def visits_of_delegate(delegate: Delegate, viewer: Viewer) -> Any:
    return Visit.objects.visible_to(viewer).filter(delegate=delegate)


def delegate_of_visit(visit: Visit, viewer: Viewer) -> Any:
    return Delegate.objects.visible_to(viewer).filter(pk=visit.delegate_id)


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
chain.subject(Delegate)
chain.subject(Visit)

pickable(
    "delegates",
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
    search=lambda viewer, words: (
        HostCountry.objects.visible_to(viewer).filter(name__icontains=words).order_by("name")
    ),
    visible=HostCountry.objects.visible_to,
    hint=lambda country: country.code,
)
pickable(
    "agencies",
    search=lambda viewer, words: (
        Agency.objects.visible_to(viewer)
        .current()
        .matching(words)
        .select_related("country")
        .order_by("name", "pk")
    ),
    visible=Agency.objects.visible_to,
    hint=lambda agency: agency.country.name,
)
pickable(
    "programmes",
    search=lambda viewer, words: (
        Programme.objects.visible_to(viewer).ours().filter(name__icontains=words).newest_first()
    ),
    visible=lambda viewer: Programme.objects.visible_to(viewer).ours(),
    hint=lambda programme: programme.when,
)
pickable(
    "visits",
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
