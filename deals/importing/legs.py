"""The legs of a mission, from the rows that tell of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from deals.importing.activity_groups import Group, Run
from deals.importing.recognising import Key
from investors.models import Mission, MissionLeg
from itpo.office import partial_dates
from itpo.office.folding import fold
from itpo.office.importing.keeping import Draft

# A leg has to go somewhere, and a list may not say where.
NOT_GIVEN = "(not given)"


def legs_of(group: Group, existing: Sequence[MissionLeg] = ()) -> list[Group]:
    """The rows of a mission by leg: one stay in one place. Two rows of one stay are one leg.

    Unless there are two of them already, as where no dates are known: then each has its row.
    """
    alike = Counter((place_key(leg), leg.begins_edtf) for leg in existing)
    seen: Counter[tuple[str, str]] = Counter()
    legs: dict[Key, list[Any]] = {}
    for row in group.rows:
        stay = row.place.key, partial_dates.edtf_of(row.start)
        which = str(seen[stay]) if seen[stay] else ""
        legs.setdefault(Key("leg", group.key.reason, *stay, which), []).append(row)
        seen[stay] = min(seen[stay] + 1, max(alike[stay] - 1, 0))
    return [Group(key, rows) for key, rows in legs.items()]


def tells(leg: Group) -> bool:
    """Whether rows tell of a stay, and not only of the whole mission."""
    one = leg.rows[0]
    return bool(one.place.key or leg.together("counterparts") or leg.together("notes"))


def place_key(leg: MissionLeg) -> str:
    if leg.country:
        return str(leg.country.code)
    return "" if leg.region_typed == NOT_GIVEN else fold(leg.region_typed)


def matched(
    wanted: Sequence[Group], existing: Iterable[MissionLeg], remembered: dict[str, int]
) -> dict[Key, MissionLeg]:
    """Which leg stands for which rows: by place and start, by an earlier import, by place alone."""
    left = {leg.pk: leg for leg in existing}
    found: dict[Key, MissionLeg] = {}
    rules = (
        lambda leg, key: (place_key(leg), leg.begins_edtf) == (key.country, key.start),
        lambda leg, key: leg.pk == remembered.get(key.reason),
        lambda leg, key: place_key(leg) == key.country,
    )
    for fits in rules:
        for key in (group.key for group in wanted):
            leg = next((leg for leg in left.values() if key not in found and fits(leg, key)), None)
            if leg is not None:
                found[key] = left.pop(leg.pk)
    return found


def leg_draft(
    group: Group, mission: Mission, known: MissionLeg | None, run: Run
) -> Draft[MissionLeg]:
    code = group.rows[0].place.code
    said: dict[str, Any] = {
        "country_id": run.countries[code].pk if code else None,
        "region_typed": group.regions or ("" if code else NOT_GIVEN),
        "begins": group.start,
        "ends": group.end,
        "counterparts_typed": group.together("counterparts"),
        "sectors_typed": group.together("sectors"),
        "source_url": group.source_url,
        "notes": group.together("notes"),
    }
    return Draft(known or MissionLeg(mission=mission), said, group.key.reason)
