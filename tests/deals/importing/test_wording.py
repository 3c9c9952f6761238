"""What a list's words say of a deal."""

import pytest

from deals.importing.wording import kind_of, stage_of, status_of
from deals.models import Deal, Stage, Status


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("operational", Stage.OPERATIONAL),
        ("operational (2011 or early 2012)", Stage.OPERATIONAL),
        ("operational (sources differ: Jan 2015 planned, 2016 per lopinion.ma)", Stage.OPERATIONAL),
        ("Inaugurated", Stage.OPERATIONAL),
        ("installed", Stage.OPERATIONAL),
        ("稼働中", Stage.OPERATIONAL),
        ("agreement signed", Stage.CONCLUDED),
        ("framework agreement signed 21 Dec 2022", Stage.CONCLUDED),
        ("agreed (first project of the framework)", Stage.CONCLUDED),
        ("in implementation (March 2021)", Stage.CONCLUDED),
        ("under construction", Stage.CONCLUDED),
        ("MoU signed", Stage.NEGOTIATION),
        ("in talks", Stage.NEGOTIATION),
        ("交渉中", Stage.NEGOTIATION),
        ("presented to companies", Stage.PROMOTED),
        ("a good feeling", Stage.IDENTIFIED),
        ("", Stage.IDENTIFIED),
    ],
)
def test_the_stage_is_the_furthest_the_words_are_certain_of(words, stage):
    assert stage_of(words) == stage


@pytest.mark.parametrize(
    "words",
    [
        "planned to be operational by 2028",
        "not yet operational",
        "expected to be inaugurated in May",
        "will be signed",
        "non-operational",
        "no agreement",
        "稼働予定",
        "construction planned",
    ],
)
def test_what_is_only_planned_has_not_happened(words):
    assert stage_of(words) == Stage.IDENTIFIED


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("operational", Status.ONGOING),
        ("cancelled by the investor", Status.ABANDONED),
        ("Lost to Viet Nam", Status.LOST),
        ("on hold", Status.DORMANT),
        ("opening postponed", Status.DELAYED),
        ("", Status.ONGOING),
    ],
)
def test_how_a_deal_is_doing_stands_apart_from_how_far_it_came(words, status):
    assert status_of(words) == status


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("FDI greenfield", Deal.Kind.GREENFIELD),
        ("FDI expansion", Deal.Kind.EXPANSION),
        ("Joint Venture", Deal.Kind.JOINT_VENTURE),
        ("technology transfer (STePP demo)", Deal.Kind.TECHNOLOGY_TRANSFER),
        ("licensing", Deal.Kind.LICENSING),
        ("sub-contracting", Deal.Kind.SUBCONTRACTING),
        ("commercial partnership", Deal.Kind.PARTNERSHIP),
        ("something else", Deal.Kind.OTHER),
        ("", Deal.Kind.OTHER),
    ],
)
def test_the_kind_is_taken_from_the_words(words, kind):
    assert kind_of(words) == kind
