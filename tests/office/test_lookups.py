"""What is looked up once for several mails."""

import pytest

from itpo.office import lookups
from itpo.office.models import OutgoingMail


def test_together_a_thing_is_looked_up_once():
    found = []

    with lookups.together():
        said = [lookups.once("days", lambda: found.append(1) or len(found)) for _ in range(3)]
        other = lookups.once("weeks", lambda: "another")

    assert (said, other, found) == ([1, 1, 1], "another", [1])


def test_nothing_found_is_remembered_too():
    asked = []

    with lookups.together():
        for _ in range(2):
            assert lookups.once("text", lambda: asked.append(1)) is None

    assert asked == [1]


def test_what_others_look_up_next_is_found_anew():
    for round_ in (1, 2):
        with lookups.together():
            assert lookups.once("days", lambda round_=round_: round_) == round_


def test_by_itself_everything_is_looked_up_each_time():
    assert [lookups.once("days", lambda said=said: said) for said in (1, 2)] == [1, 2]


def test_what_breaks_off_is_forgotten():
    def broken() -> None:
        with lookups.together():
            lookups.once("days", lambda: 1)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        broken()

    assert lookups.once("days", lambda: 2) == 2


def mails(*visits: int, kind: str = "visit") -> list[OutgoingMail]:
    return [OutgoingMail(pk=n, kind=kind, about={"visit": n}) for n in visits]


class Finder:
    """Finds a name for each key, and remembers which keys it was given together."""

    def __init__(self, broken: int = 0) -> None:
        self.given: list[list[int]] = []
        self.broken = broken

    def find(self, keys):
        self.given.append(sorted(keys))
        if self.broken in keys:
            raise ValueError("no such visit")
        return {key: f"visit {key}" for key in keys if key < 9}


def test_what_mails_of_a_kind_are_about_is_found_for_all_of_them_at_once():
    finder = Finder()
    find = finder.find
    one, two, gone = mails(1, 2, 9)

    with lookups.together([one, *mails(5, kind="event"), two, gone]):
        found = [lookups.of(mail, "visit", find) for mail in (one, two, gone, one)]

    assert found == ["visit 1", "visit 2", None, "visit 1"]
    assert finder.given == [[1, 2, 9]]


def test_what_was_found_is_found_anew_once_it_is_forgotten():
    finder = Finder()
    find = finder.find
    one, two = mails(1, 2)

    with lookups.together([one, two]):
        lookups.of(one, "visit", find)
        lookups.forget()
        lookups.of(two, "visit", find)

    assert finder.given == [[1, 2], [1, 2]]


def test_a_mail_by_itself_finds_its_own():
    finder = Finder()
    [one] = mails(1)

    assert lookups.of(one, "visit", finder.find) == "visit 1"
    with lookups.together(mails(2, 3)):
        assert lookups.of(one, "visit", finder.find) == "visit 1"

    assert finder.given == [[1], [1]]


def test_one_that_breaks_the_looking_breaks_it_for_itself_only():
    find = Finder(broken=2).find
    one, two, three = mails(1, 2, 3)
    said = []

    with lookups.together([one, two, three]):
        for mail in (one, two, three):
            try:
                said.append(lookups.of(mail, "visit", find))
            except ValueError:
                said.append("broken")

    assert said == ["visit 1", "broken", "visit 3"]
