"""Views of lists kept under a name: by whom, for whom, and what becomes of old ones."""

from html import unescape

import pytest
from django.urls import reverse

from itpo.office import saved_views
from itpo.office.known_lists import normalised, pages
from itpo.office.models import SavedView
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.desk.pages import PAGES
from tests.factories import DealFactory, ManagerFactory, SavedViewFactory, UserFactory
from tests.lists import LISTS

pytestmark = pytest.mark.django_db

DEALS = "deals:deals"


def keep(officer, **more):
    asked = {"page": DEALS, "query": "stage=promoted", "name": "Promoted"} | more
    return saved_views.keep(by=officer, **asked)


def views(browser, page=DEALS, query=""):
    shown = browser.get(reverse(page) + query).context["list"].views
    return [(one.name, one.query, one.owner) for one in shown]


# --- keeping ---


def test_a_view_keeps_what_was_asked_and_not_how_it_was_looked_at(officer):
    view = keep(officer, query="?q=rice&stage=promoted&page=3&filter=open&owner=&sort=deal")

    assert (view.user, view.office, view.is_shared) == (officer, officer.office, False)
    assert view.query == "q=rice&stage=promoted&sort=deal"
    assert view.get_absolute_url() == "/deals/?q=rice&stage=promoted&sort=deal"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?", ""),
        ("page=2", ""),
        ("who=all", "who=all"),
        ("q=%E6%9D%B1%E4%BA%AC", "q=%E6%9D%B1%E4%BA%AC"),
        ("a=1&a=&a=2", "a=1&a=2"),
    ],
)
def test_what_is_blank_is_not_kept(query, kept):
    assert normalised(query) == kept


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"page": "deals:deal"}, "There is no such list."),
        ({"page": "nothing:of-that-name"}, "There is no such list."),
        ({"page": ""}, "There is no such list."),
        ({"name": "  "}, "This field cannot be blank."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        (
            {"query": "q=" + "x" * 999},
            "This asks for too much to be kept. Take a filter or words away.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(officer, asked, sentence):
    with pytest.raises(NotPossible) as refusal:
        keep(officer, **asked)

    assert str(refusal.value) == sentence
    assert not SavedView.objects.exists()


def test_a_name_is_given_once_a_list_by_each(officer, colleague):
    keep(officer)
    keep(colleague)
    keep(officer, page="deals:board")

    with pytest.raises(NotPossible, match="You have a view of this name already"):
        keep(officer, name=" Promoted ")


@pytest.mark.parametrize("is_new", [True, False], ids=["kept", "renamed"])
def test_a_name_given_twice_at_the_same_moment_is_refused_with_a_sentence(
    officer, monkeypatch, is_new
):
    other = SavedViewFactory(user=officer, page=DEALS, name="Other")
    keep(officer)
    # What looks before it saves has looked before the other one was there.
    monkeypatch.setattr(SavedView, "validate_constraints", lambda *args, **options: None)

    def rename():
        saved_views.change(view=other, by=officer, name="Promoted", is_shared=False)

    with pytest.raises(NotPossible) as refusal:
        keep(officer) if is_new else rename()

    assert (str(refusal.value), refusal.value.field) == (
        "You have a view of this name already.",
        "name",
    )
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Other", "Promoted"]


def test_every_list_and_the_board_keep_views(desk, officer):
    assert {name: pages[name] for name in LISTS} == LISTS
    assert set(pages) == {*LISTS, "deals:board"}

    for page in pages:
        SavedViewFactory(user=officer, page=page, name="Mine", query="q=rice")
        PAGES[page](officer, 1)
        answer = desk.get(reverse(page) + "?q=rice")
        assert '<a href="?q=rice" aria-current="true">Mine</a>' in answer.content.decode()


# --- seeing ---


def test_a_view_is_seen_by_whoever_kept_it_and_a_shared_one_by_the_office(
    officer, colleague, stranger
):
    SavedViewFactory(user=officer, name="Own", query="q=a")
    SavedViewFactory(user=officer, name="Shared", query="q=b", is_shared=True)
    SavedViewFactory(user=officer, name="Elsewhere", page="deals:board")

    assert views(logged_in(officer)) == [("Own", "?q=a", ""), ("Shared", "?q=b", "")]
    assert views(logged_in(colleague)) == [("Shared", "?q=b", str(officer))]
    assert views(logged_in(stranger)) == []


def test_what_is_asked_can_be_kept_unless_it_is_kept_or_one_only_reads(desk, officer, auditor):
    def link(browser, query):
        return browser.get(reverse(DEALS) + query).context["list"].keep_url

    keep(officer)

    assert link(desk, "?q=rice&page=1") == "/views/keep/?list=deals%3Adeals&asked=q%3Drice"
    assert link(desk, "?filter=open") == ""
    assert link(desk, "?stage=promoted&filter=open") == ""
    assert link(logged_in(auditor), "?q=rice") == ""


def test_a_view_of_what_is_no_longer_there_breaks_nothing(desk, officer):
    deal = DealFactory(office=officer.office)
    gone = SavedViewFactory(user=officer, page="deals:gone", query="a=1")
    SavedViewFactory(user=officer, name="Old", query="country=999&no-such-filter=1")

    answer = desk.get(reverse(DEALS) + "?country=999&no-such-filter=1")

    assert answer.context["list"].rows == [deal]
    assert "Choose one from the list that opens." in unescape(answer.content.decode())
    assert gone.get_absolute_url() == "/"
    assert desk.get(reverse("office:saved-view", args=[gone.pk])).status_code == 200
    assert desk.post(reverse("office:remove-view", args=[gone.pk])).url == "/"


# --- the pages ---


def test_a_view_is_kept_from_its_list_and_opened_again(desk, officer):
    url = desk.get(reverse("deals:board") + "?kind=other").context["list"].keep_url

    refused = desk.post(url, {"name": ""})
    answer = desk.post(url, {"name": "Others", "is_shared": "on"})

    assert refused.context["form"].errors == {"name": ["This field is required."]}
    assert answer.url == "/deals/board/?kind=other"
    assert list(SavedView.objects.values_list("name", "page", "query", "is_shared")) == [
        ("Others", "deals:board", "kind=other", True)
    ]


def test_a_name_that_is_taken_is_said_beside_the_field(desk, officer):
    view = keep(officer)
    url = f"{reverse('office:keep-view')}?list=deals:deals&asked=q%3Drice"

    answer = desk.post(url, {"name": view.name})

    assert "You have a view of this name already." in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_what_is_asked_otherwise_is_kept_in_place_of_ones_own_view(desk, officer, colleague):
    view = keep(officer)
    theirs = keep(colleague)
    url = f"{reverse('office:keep-view')}?list=deals:deals&asked=q%3Drice"
    in_place = "Keep it in place of that one"

    free = desk.post(url, {"name": ""})
    taken = desk.post(url, {"name": f" {view.name}  "})
    answer = desk.post(url, {"name": view.name, "is_shared": "on", "in_place": "yes"})

    assert in_place not in free.content.decode()
    assert in_place in taken.content.decode()
    assert answer.url == "/deals/?q=rice"
    assert list(SavedView.objects.order_by("pk").values_list("pk", "query", "is_shared")) == [
        (view.pk, "q=rice", True),
        (theirs.pk, theirs.query, False),
    ]


def test_what_was_removed_meanwhile_is_kept_anew(desk, officer):
    url = f"{reverse('office:keep-view')}?list=deals:deals&asked=q%3Drice"

    desk.post(url, {"name": "Rice", "in_place": "yes"})

    assert list(SavedView.objects.values_list("name", "query")) == [("Rice", "q=rice")]


def test_too_much_is_kept_in_place_of_nothing(officer):
    view = keep(officer)

    with pytest.raises(NotPossible):
        saved_views.keep_in_place(
            by=officer, page=DEALS, query="q=" + "x" * 1000, name=view.name, is_shared=True
        )

    assert SavedView.objects.get().query == view.query


def test_a_view_of_no_list_cannot_be_kept(desk):
    url = reverse("office:keep-view")

    assert [desk.get(f"{url}?list={page}").status_code for page in ("", "deals:deal", "x")] == [
        404
    ] * 3


def test_whoever_kept_a_view_renames_and_removes_it(desk, officer):
    view = keep(officer)

    desk.post(reverse("office:saved-view", args=[view.pk]), {"name": "Pushed", "is_shared": "on"})
    view.refresh_from_db()
    renamed = (view.name, view.is_shared, view.query)
    answer = desk.post(reverse("office:remove-view", args=[view.pk]))

    assert renamed == ("Pushed", True, "stage=promoted")
    assert (answer.url, SavedView.objects.count()) == ("/deals/?", 0)


def test_a_manager_takes_away_what_is_shared_and_renames_nothing(officer, manager, colleague):
    own, shared = keep(officer), keep(officer, name="Shared", is_shared=True)
    managers = logged_in(manager)
    page = reverse("office:saved-view", args=[shared.pk])

    assert "Rename or remove Shared" in managers.get(reverse(DEALS)).content.decode()
    assert (
        "Rename or remove Shared" not in logged_in(colleague).get(reverse(DEALS)).content.decode()
    )
    managers.post(page, {"name": "Otherwise"})
    logged_in(colleague).post(reverse("office:remove-view", args=[shared.pk]))
    shared.refresh_from_db()
    assert shared.name == "Shared"
    assert managers.get(reverse("office:saved-view", args=[own.pk])).status_code == 404

    managers.post(reverse("office:remove-view", args=[shared.pk]))

    assert list(SavedView.objects.all()) == [own]


@pytest.mark.parametrize("who", [UserFactory, ManagerFactory])
def test_a_view_that_is_not_shared_is_nobody_elses(officer, who):
    view = keep(officer)
    other = who(office=officer.office)

    with pytest.raises(NotPossible, match="Only whoever kept a view"):
        saved_views.change(view=view, by=other, name="Otherwise", is_shared=True)
    with pytest.raises(NotPossible, match="A view is removed by whoever kept it"):
        saved_views.remove(view=view, by=other)

    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Promoted", False)
