"""However it is typed, it finds what is meant, in each script and on both databases."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from investors import careers
from investors.models import Company, Contact
from itpo.office import finding, visibility
from itpo.office.entries import company, kanji_name, person, reading, text_of
from itpo.office.finding import find, find_similar, findables
from itpo.office.refolding import folded_models
from itpo.office.words import phrases, terms
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    ContactPostingFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    HostCountryFactory,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def labels(groups):
    return [hit.label for group in groups for hit in group.hits]


def found_models():
    return [one.model for one in findables]


def everything():
    """One of each that is looked for, and one beside that has none of it."""
    yazaki = CompanyFactory(
        name="Yazaki Sogyo Co., Ltd.",
        name_ja="矢崎総業株式会社",
        reading="やざきそうぎょう",
        corporate_number="7000012050002",
    )
    ContactFactory(
        company=yazaki,
        family_name="Takasaki",
        given_name="Haruo",
        family_name_ja="髙﨑",
        given_name_ja="春男",
        reading="タカサキ ハルオ",
        email="haruo.t@yazaki.example",
        phone="+81 (0)3-1234-5678",
    )
    ivory_coast = HostCountryFactory(code="CI", name="Côte d’Ivoire")
    DelegateFactory(
        family_name="Kouassi",
        given_name="Aya",
        country=ivory_coast,
        email="aya@cepici.example",
        phone="+225 27 20 31 14 00",
    )
    HostCountryFactory(code="ST", name="São Tomé and Príncipe")
    CompanyFactory(name="Needle Works", name_ja="針製作所", reading="ハリセイサクショ")


YAZAKI = "Yazaki Sogyo Co., Ltd. 矢崎総業株式会社"
TAKASAKI = "TAKASAKI Haruo 髙﨑春男"
AYA = "KOUASSI Aya"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *((words, [YAZAKI, TAKASAKI]) for words in ["矢崎", "やざき", "ヤザキ", "ﾔｻﾞｷ"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["yazaki", "YAZAKI", "Ｙａｚａｋｉ", "yaz"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["矢崎総業㈱", "㈱矢崎総業", "(株)矢崎 総業"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["yazaki corp", "Yazaki K.K.", "矢崎 株式会社"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["矢", "崎総", "総業", "業", "やざ", "や"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["70000120", "T7000012050002", "Ｔ70000120"]),
        *((words, [YAZAKI, TAKASAKI]) for words in ["7000 0120 50002", "7000-0120-50002"]),
        *((words, [TAKASAKI]) for words in ["高崎", "髙﨑", "たかさき", "takasaki", "高崎 春男"]),
        *((words, [TAKASAKI]) for words in ["高崎春男", "タカサキハルオ", "haruo yazaki", "春"]),
        *((words, [TAKASAKI]) for words in ["haruo.t@yazaki.example", "@yazaki.example"]),
        *((words, [TAKASAKI]) for words in ["03-1234-5678", "03 1234 5678", "+81 3 1234 5678"]),
        *((words, [TAKASAKI]) for words in ["0312345678", "0081-3-1234-5678", "(03) 1234 5678"]),
        *((words, [AYA, "Côte d’Ivoire"]) for words in ["cote divoire", "Côte d’Ivoire"]),
        *((words, [AYA, "Côte d’Ivoire"]) for words in ["COTE D'IVOIRE"]),
        *((words, [AYA]) for words in ["aya kouassi", "+225 27 20 31 14 00"]),
        *((words, ["São Tomé and Príncipe"]) for words in ["sao tome", "SÃO TOMÉ", "principe"]),
        *((words, []) for words in ["azaki x", "ぬ", "zz", "株式会社 zz", "8000012050002", "%"]),
    ],
)  # fmt: skip
def test_it_finds_what_is_meant(officer, typed, found):
    everything()

    assert sorted(labels(find(officer, typed))) == sorted(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ({"name": "Ohno Denki"}, ["ohno", "ono", "おおの", "オオノ", "oono", "ohn"]),
        ({"name": "X", "reading": "おおのでんき"}, ["ohno", "ono", "oono", "おおの", "オオノ"]),
        ({"name": "Tokyo Gas", "name_ja": "東京ガス"}, ["toukyou", "東京", "ガス", "京ガ", "東"]),
        ({"name": "O.C.P. S.A."}, ["ocp", "OCP SA", "o.c.p."]),
        ({"name": "Al-Amin Trading"}, ["alamin", "al amin", "al-amin"]),
        ({"name": "R&D Works"}, ["r&d", "r and d"]),
    ],
    ids=lambda one: one["name"] if isinstance(one, dict) else "",
)
def test_spellings_of_a_company(name, typed):
    made = CompanyFactory(**name)

    assert {words: list(Company.objects.matching(words)) for words in typed} == {
        words: [made] for words in typed
    }


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ー", "ｰ", "…"])
def test_a_sign_that_is_no_sound_finds_nothing_of_everybody(typed):
    CompanyFactory(name="Yazaki", reading="やざき")

    assert list(Company.objects.matching(typed)) == []


@pytest.mark.django_db
def test_a_word_of_two_letters_is_the_beginning_of_one():
    begins = CompanyFactory(name="Sanyo Kako")
    CompanyFactory(name="Nissan")

    assert list(Company.objects.matching("sa")) == [begins]
    assert Company.objects.matching("san").count() == 2


@pytest.mark.django_db
def test_the_nearest_come_first_and_those_that_count_no_more_after_their_like(officer):
    for name in ["Old Oak Co.", "Oakham", "Great Oakley", "Soaked", "The Oak"]:
        CompanyFactory(name=name)
    CompanyFactory(name="Oak", archived_at=NOW)
    CompanyFactory(name="Oak Ltd.")

    (group,) = find(officer, "oak")

    assert [(hit.label, hit.note) for hit in group.hits] == [
        ("Oak Ltd.", ""),
        ("Oak", "archived"),
        ("Oakham", ""),
        ("Great Oakley", ""),
        ("Old Oak Co.", ""),
        ("The Oak", ""),
    ]


@pytest.mark.django_db
def test_what_was_merged_leads_to_what_it_was_merged_into(officer):
    kept = CompanyFactory(name="Yazaki")
    CompanyFactory(name="Yasaki", merged_into=kept, archived_at=NOW)
    CompanyFactory(name="Yazaki Morocco", merged_into=kept, archived_at=NOW)

    hits = [
        [(hit.label, hit.note, hit.url) for group in find(officer, words) for hit in group.hits]
        for words in ("yasaki", "yazaki")
    ]

    page = reverse("investors:company", args=[kept.pk])
    assert hits == [[("Yasaki", "merged into Yazaki", page)], [("Yazaki", "", page)]]


@pytest.mark.django_db
def test_who_has_left_is_found_after_who_is_there(officer):
    ContactFactory(family_name="Abe", given_name="Aki", left_on=NOW.date())
    ContactFactory(family_name="Abe", given_name="Zen")

    (group,) = find(officer, "abe")

    assert [(hit.label.strip(), hit.note) for hit in group.hits] == [
        ("ABE Zen", ""),
        ("ABE Aki", "has left"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["yazaki", "矢崎", "やざき", "haruo yazaki", "高崎 矢崎", "yazaki haruo sakura"]
)
def test_who_has_moved_is_found_by_where_they_were(desk, officer, typed):
    everything()
    contact = Contact.objects.get()
    yazaki = contact.company
    careers.move(
        contact=contact,
        company=CompanyFactory(name="Sakura Co., Ltd."),
        by=officer,
        on=NOW.date(),
    )

    hits = [(hit.label, hit.hint) for group in find(officer, typed) for hit in group.hits]
    page = desk.get(reverse("investors:contacts"), {"q": typed}).content.decode()

    line = f"earlier at {yazaki}"
    assert (TAKASAKI, f"Sakura Co., Ltd. · {line}") in hits
    assert line in page


@pytest.mark.django_db
def test_where_somebody_was_goes_by_what_that_company_is_called_now(officer):
    first, second = CompanyFactory(name="Oak"), CompanyFactory(name="Elm")
    contact = ContactFactory(family_name="Abe", given_name="", company__name="Sakura")
    for at in (first, first, second, contact.company):
        ContactPostingFactory(contact=contact, company=at)
    first.name = "Ash | Sons, Ltd."
    first.save()
    contact.postings.get(company=second).delete()

    assert [find(officer, f"abe {was}") for was in ("oak", "elm")] == [[], []]
    (group,) = find(officer, "abe ash")
    assert [hit.hint for hit in group.hits] == ["Sakura · earlier at Ash | Sons, Ltd."]
    contact.company = first
    contact.save()
    (group,) = find(officer, "abe ash")
    assert [hit.hint for hit in group.hits] == ["Ash | Sons, Ltd. · earlier at Sakura"]


@pytest.mark.django_db
def test_what_is_saved_in_part_or_in_bulk_keeps_its_words():
    one = CompanyFactory(name="Before")
    one.name = "After"
    one.save(update_fields=["name"])
    Company.objects.bulk_create([Company(name="In Bulk")])

    assert [Company.objects.matching(words).count() for words in ("before", "after", "bulk")] == [
        *[0, 1, 1]
    ]


@pytest.mark.django_db
def test_history_knows_nothing_of_the_folded_words():
    one = AgencyFactory()

    assert not hasattr(one.history.get(), "folded")


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("slip", ["yazakki", "yazki", "yazaki sogio", "ヤザギソウギョウ"])
def test_a_slip_finds_what_is_similar(officer, slip):
    everything()

    assert find(officer, slip) == []
    assert labels(find_similar(officer, slip))[0] == YAZAKI


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_is_only_similar_is_said_to_be(desk):
    CompanyFactory(name="Yazaki")

    page = desk.get(reverse("desk:find"), {"q": "yazakki", "part": "1"}).content.decode()

    assert "Nothing has these words exactly; similar:" in page
    assert "Yazaki" in page


KANJI = st.text("矢崎総業高田山川東京電力製作所", min_size=1, max_size=8)
KANA = st.text(
    "アイウカキクサシスタチツナニハヒマミヤユラリルンガギザジダバパ", min_size=1, max_size=8
)
LATIN = st.text("aiueo kstnhmyrwgzdb", min_size=1, max_size=20).filter(str.strip)


def has(text, typed):
    """Whether a folded text has what is typed; as the database is asked."""
    return bool(terms(typed)) and all(
        any(all(part in text for part in way) for way in term.ways) for term in terms(typed)
    )


@given(LATIN, KANJI, KANA)
def test_a_company_is_found_by_its_name_in_each_script(name, kanji, kana):
    text = text_of([*company(name), *company(kanji), *reading(kana)])

    hiragana = kana.translate({code: code - 0x60 for code in range(0x30A1, 0x30F7)})
    typed = [name, name.upper(), kanji, f"{kanji}株式会社", f"㈱{kanji}", kana, hiragana]
    assert [one for one in typed if not has(text, one)] == []


@given(LATIN, LATIN, KANJI, KANJI)
def test_a_person_is_found_by_their_name_in_each_script(family, given_name, kanji, given_kanji):
    text = text_of([*person(family, given_name), *kanji_name(kanji, given_kanji)])

    typed = [f"{family} {given_name}", f"{given_name} {family}", f"{kanji}{given_kanji}"]
    assert [one for one in typed if not has(text, one)] == []


@given(st.text(min_size=1, max_size=40))
def test_whatever_a_name_is_it_is_found_by_it(name):
    text = text_of(company(name))

    assert has(text, name) or not terms(name)
    assert all(phrase in text for phrase in phrases(name)[:1])


@pytest.mark.django_db
def test_a_picker_offers_the_nearest_first(desk):
    for name in ("Arabian Yazaki", "Yazaki"):
        ContactFactory(company__name=name)

    page = desk.get(reverse("desk:pick", args=["companies"]), {"q": "yazaki"}).content.decode()

    assert page.index('data-label="Yazaki') < page.index('data-label="Arabian')
    assert Contact.objects.matching("yazaki").count() == 2


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "models"), [("folded", folded_models), ("named", found_models)])
def test_each_table_that_is_searched_has_its_indexes(name, models):
    wanted = {f"{model._meta.db_table}_{name}" for model in models()}

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'")
        found = {index for (index,) in cursor.fetchall() if index.endswith(f"_{name}")}

    assert found == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("bars", ["| {} |", "| {}"])
@pytest.mark.parametrize("name", ["oak", "great oak", "oak tree", "矢", "矢崎", "o", "oa", "eat"])
def test_a_name_between_bars_is_found_by_either_index(bars, name):
    for made in ["Oak", "Great Oak", "Oak Tree", "Oaken Great Oak Ltd.", "矢", "矢崎 Oak", "O"]:
        CompanyFactory(name=made)

    text = bars.format(name)
    found = [set(Company.objects.filter(**{f"folded__{by}": text})) for by in ("named", "contains")]

    assert found[0] == found[1]


@pytest.fixture
def three_are_compared(monkeypatch):
    """So that few rows are as very many."""
    monkeypatch.setattr(visibility, "CANDIDATES", 3)
    finding._statement.cache_clear()
    yield
    finding._statement.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("many", "near", "typed"),
    [
        ("Soaked {}", ["The Oak"], "oak"),
        ("The Oak {}", ["Oakham"], "oak"),
        ("Oak {}", ["Oak"], "oak"),
        ("Oak Tree {}", ["Oak Tree Ltd."], "oak tree"),
        ("Great Oak {} Tree", ["Oak Tree", "Oak Tree Works"], "oak tree"),
        ("Oaks {} Of Great Tree", ["Oak, Great Tree"], "oak great tree"),
    ],
)
def test_however_many_have_the_words_the_nearest_come_first(
    officer, three_are_compared, many, near, typed
):
    for number in range(5):
        CompanyFactory(name=many.format(number))
    for name in near:
        CompanyFactory(name=name)

    assert labels(find(officer, typed))[: len(near)] == [f"{name}" for name in near]


@pytest.mark.django_db
def test_however_many_have_the_words_what_the_reader_sees_is_found(
    officer, stranger, three_are_compared
):
    DealFactory.create_batch(5, office=stranger.office, title="Needle works")
    DealFactory(office=officer.office, title="Needle shop")

    assert labels(find(officer, "needle")) == ["Needle shop"]


@pytest.mark.django_db
def test_words_may_stand_in_several_things_that_belong_to_it(officer):
    deal = DealFactory(office=officer.office, title="Harness plant")
    for name in ("Sakura", "Kaede"):
        DealCompanyFactory(deal=deal, company__name=name)

    found = {
        words: labels(find(officer, words))
        for words in ("sakura kaede", "kaede harness", "sakura kaede plant", "sakura momiji")
    }

    assert list(found.values()) == [["Harness plant"]] * 3 + [[]]


@pytest.mark.django_db
def test_several_words_are_looked_for_in_three_queries(officer, django_assert_num_queries):
    ContactFactory(family_name="Abe", company__name="Sakura")

    # Where each stands at all, what has them in one place, and in several.
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 2):
        assert labels(find(officer, "abe sakura")) == ["ABE Haruo"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_where_one_of_several_words_stands_nowhere_the_others_are_not_looked_for(
    officer, django_assert_num_queries
):
    ContactFactory(family_name="Abe", company__name="Sakura")

    with django_assert_num_queries(1):
        assert find(officer, "abe momiji") == []
