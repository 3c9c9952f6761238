"""Who stands above whom, told from what their posts are called."""

import pytest

from itpo.office.ranks import UNKNOWN, rank_of

IN_ORDER = [
    ("Head of delegation", "団長"),
    ("Deputy head of delegation", "副団長"),
    ("Minister of Industry", "経済産業大臣"),
    ("Vice Minister", "副大臣"),
    ("H.E. Ambassador", "特命全権大使"),
    ("Chairman", "代表取締役会長"),
    ("President & CEO", "代表取締役社長"),
    ("Vice President", "副社長"),
    ("Chief Financial Officer", "最高財務責任者"),
    ("Senior Managing Director", "専務取締役"),
    ("Managing Director", "常務執行役員"),
    ("Director, Member of the Board", "取締役"),
    ("General Manager", "海外事業本部長"),
    ("Deputy General Manager", "副本部長"),
    ("Manager, Overseas Sales", "海外営業部 課長"),
    ("Assistant Manager", "課長補佐"),
    ("Chief", "係長"),
    ("Engineer", "技師"),
]


@pytest.mark.parametrize("script", [0, 1], ids=["English", "Japanese"])
def test_posts_stand_in_order(script):
    posts = [both[script] for both in IN_ORDER]
    backwards = list(reversed(posts))

    assert sorted(backwards, key=rank_of) == posts


@pytest.mark.parametrize("both", IN_ORDER, ids=lambda both: both[0])
def test_a_post_ranks_the_same_in_both_languages(both):
    assert rank_of(both[0]) == rank_of(both[1])


@pytest.mark.parametrize(
    "post", ["", "Interpreter", "Secretary to the President", "社長秘書", "Office of the Minister"]
)
def test_what_is_not_recognised_comes_last(post):
    assert rank_of(post) == UNKNOWN > rank_of("Engineer")


def test_the_highest_of_several_titles_counts():
    assert rank_of("Speaker", "Manager", "") == rank_of("Manager")


def test_a_director_general_is_no_director():
    assert rank_of("Director General") < rank_of("Director")
