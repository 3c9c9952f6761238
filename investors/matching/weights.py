"""How much each reason counts. The one table of it: change a number here, and nowhere else.

What a company said itself counts most, what it can and does next, what is merely near least. Each
reason counts once for a project, however much speaks for it; the points are added. Companies with
the same points stand in the order of their names.
"""

WEIGHTS: dict[str, int] = {
    # It said so, at a meeting with somebody of the project's country or on a mission there.
    "interest_high": 5,
    "interest_medium": 3,
    # It offers a technology of one of the project's sectors.
    "technology": 4,
    # It is there: a deal of its own in the country, or of a subsidiary.
    "deal": 4,
    "subsidiary": 3,
    # It works in one of the project's sectors.
    "sector": 3,
    # It has travelled there with a mission, or means to.
    "mission": 2,
    # It has met somebody of the country before.
    "met": 1,
    # It took part in something on a theme of the country, or of the programme behind the project.
    "theme": 1,
}
