"""Names for what a list only describes."""

from deals.importing import naming


def test_missions_are_named_by_direction_countries_and_year():
    joint = naming.mission(
        ["Mozambique", "Mauritius"],
        organisers="Ministry of Foreign Affairs of Japan (public-private joint mission)",
        direction="outbound_from_japan",
        start="2023-05-01",
    )
    inbound = naming.mission(["Somalia"], organisers="", direction="inbound_to_italy", start="")
    nowhere = naming.mission([], organisers="", direction="", start="1990s")

    assert joint == "Joint mission to Mozambique and Mauritius, 2023"
    assert inbound == "Business mission from Somalia"
    assert nowhere == "Business mission, 1990s"


def test_another_organisers_programme_begins_with_the_organiser():
    ours = naming.programme(["Morocco"], organisers="UNIDO ITPO Tokyo", is_ours=True, start="")
    theirs = naming.programme(
        ["Bangladesh", "Cambodia", "Ghana", "Indonesia", "Kyrgyzstan"],
        organisers="JICA Tokyo",
        is_ours=False,
        start="2025-10-22",
    )

    assert ours == "Delegates programme, Morocco"
    assert theirs == (
        "JICA Tokyo: delegates programme, Bangladesh, Cambodia, Ghana and 2 more, 2025"
    )


def test_events_are_named_by_what_they_are_about_and_their_day():
    tour = naming.event("Technology tour", "", sectors="environment; water", start="2019-02-08")

    assert tour == "Technology tour on environment and water, 8 Feb 2019"


def test_a_name_fits_its_column_and_keeps_its_date():
    name = naming.event("Seminar", "Kenya", sectors="s" * 300, start="2019-02-08")

    assert len(name) == 200
    assert name.endswith("s…, 8 Feb 2019")
