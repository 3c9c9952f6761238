"""What is known about who comes, the projects they bring, and the countries."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from deals.briefing.companies import deal, promise
from deals.models import Deal
from delegates.models import Agency, Delegate, HostCountry, ProjectProfile, Visit
from investors.models import Meeting, Mission
from itpo.office import wording
from itpo.office.joined import tags_of
from itpo.office.models import FollowUp
from itpo.office.persons import Person
from itpo.office.visibility import Viewer

MOST_PROJECTS = 12
MOST_DEALS = 8  # of each country


def who(
    thing: Visit | Mission, preparing: Iterable[Meeting], viewer: Viewer, language: str
) -> list[dict[str, Any]]:
    """The delegates: who comes, or whom a mission meets; with their stays and open promises."""
    met = {side.delegate_id for one in preparing for side in one.parties.all()} - {None}
    numbers = {thing.delegate_id} if isinstance(thing, Visit) else met
    delegates = Delegate.objects.filter(pk__in=numbers).with_current_post().by_name()
    stays: Any = Visit.objects.visible_to(viewer).not_cancelled().filter(delegate__in=numbers)
    if isinstance(thing, Visit):
        stays = stays.exclude(pk=thing.pk)
    past = list(stays.newest_first())
    promised = FollowUp.objects.visible_to(viewer).open().select_related("owner")
    pairs = set(
        Delegate.follow_ups.through.objects.filter(delegate__in=numbers).values_list(
            "followup", "delegate"
        )
    ) | set(
        Visit.follow_ups.through.objects.filter(
            visit__delegate__in=numbers, visit__in=Visit.objects.visible_to(viewer).values("pk")
        ).values_list("followup", "visit__delegate")
    )
    open_ones = list(promised.filter(pk__in={pk for pk, _ in pairs}).most_urgent_first())
    return [
        {
            **_person(one).in_words(language),
            "country": wording.country(one.country.code, one.country.name, language),
            "visits": [
                ": ".join(filter(None, (stay.when, stay.purpose)))
                for stay in past
                if stay.delegate_id == one.pk
            ],
            "promises": [promise(each) for each in open_ones if (each.pk, one.pk) in pairs],
        }
        for one in delegates
    ]


def _person(one: Any) -> Person:
    where = one.agency_now or one.country.name
    return Person(one.full_name, one.name_local, where, post=one.post_now or "", title=one.title)


def countries_of(thing: Visit | Mission) -> list[int]:
    """Where who comes is from; where a mission goes, in order."""
    if isinstance(thing, Visit):
        return [thing.delegate.country_id]
    legs = thing.legs.exclude(country=None).order_by("begins_earliest", "pk")
    return list(dict.fromkeys(legs.values_list("country", flat=True)))


def projects(thing: Visit | Mission, countries: Collection[int]) -> list[dict[str, Any]]:
    """What is on offer: by who comes and their agency; where a mission goes, by anybody."""
    if isinstance(thing, Visit):
        theirs = Q(delegate=thing.delegate_id) | Q(agency__isnull=False, agency=thing.agency_id)
    else:
        theirs = Q(country__in=countries)
    rows: Any = ProjectProfile.objects.on_offer().filter(theirs).by_title()
    tagged = rows.select_related("country", "agency").annotate(**tags_of(ProjectProfile))
    return [
        {
            "title": one.title,
            "by": ", ".join(filter(None, (str(one.agency or ""), one.country.name))),
            "sectors": one.sectors_names or one.sectors_typed,
            "capital": one.capital_shown,
            "summary": one.summary,
        }
        for one in tagged[:MOST_PROJECTS]
    ]


def about_countries(
    numbers: Collection[int], viewer: Viewer, language: str
) -> list[dict[str, Any]]:
    """Their themes, agencies and deals, and who of us knows them."""
    rows = HostCountry.objects.filter(pk__in=numbers).select_related("desk_officer")
    found = rows.annotate(**tags_of(HostCountry)).in_bulk()
    agencies = list(Agency.objects.current().filter(country__in=numbers).by_name())
    deals: Any = Deal.objects.visible_to(viewer).filter(country__in=numbers)
    newest = deals.select_related("country").newest_first()
    known = sorted(newest, key=lambda one: not one.is_open)
    return [
        {
            "name": wording.country(found[one].code, found[one].name, language),
            "themes": found[one].themes_names,
            "officer": str(found[one].desk_officer or ""),
            "visa": found[one].visa_notes,
            "agencies": [each.full_name for each in agencies if each.country_id == one],
            "deals": [deal(each) for each in known if each.country_id == one][:MOST_DEALS],
        }
        for one in numbers
    ]
