"""Dates known only in part are read as typed, and said back in words."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itpo.office import partial_dates

ACCEPTED = [
    # as typed, EDTF, first day, last day, said back
    ("2016", "2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("2016-06", "2016-06", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("2016-6", "2016-06", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("2016-06-27", "2016-06-27", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016"),
    ("2016-6-7", "2016-06-07", date(2016, 6, 7), date(2016, 6, 7), "7 Jun 2016"),
    ("2016/06/27", "2016-06-27", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016"),
    ("2016.6.27", "2016-06-27", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016"),
    ("2016/6", "2016-06", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
    ("1990s", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("the 1990s", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("199X", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("1990s?", "199X?", date(1990, 1, 1), date(1999, 12, 31), "1990s, uncertain"),
    ("about the 1990s", "199X~", date(1990, 1, 1), date(1999, 12, 31), "about 1990s"),
    # A decade, not the century it begins.
    ("2000s", "200X", date(2000, 1, 1), date(2009, 12, 31), "2000s"),
    ("19XX", "19XX", date(1900, 1, 1), date(1999, 12, 31), "1900–1999"),
    ("early 1990s", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("late-1990s", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("mid-2016", "2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("early May 2020", "2020-05", date(2020, 5, 1), date(2020, 5, 31), "May 2020"),
    ("about 2000", "2000~", date(2000, 1, 1), date(2000, 12, 31), "about 2000"),
    ("around 2000", "2000~", date(2000, 1, 1), date(2000, 12, 31), "about 2000"),
    ("circa 2010", "2010~", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("c. 2010", "2010~", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("c.2010", "2010~", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("ca. 2010", "2010~", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("2010~", "2010~", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("2010?", "2010?", date(2010, 1, 1), date(2010, 12, 31), "2010, uncertain"),
    ("2010%", "2010%", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("about 2010?", "2010%", date(2010, 1, 1), date(2010, 12, 31), "about 2010"),
    ("2016-06-27?", "2016-06-27?", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016, uncertain"),
    ("May 2023", "2023-05", date(2023, 5, 1), date(2023, 5, 31), "May 2023"),
    ("MAY, 2023", "2023-05", date(2023, 5, 1), date(2023, 5, 31), "May 2023"),
    ("Sept. 2010", "2010-09", date(2010, 9, 1), date(2010, 9, 30), "Sep 2010"),
    ("about May 2023", "2023-05~", date(2023, 5, 1), date(2023, 5, 31), "about May 2023"),
    ("3 May 2023", "2023-05-03", date(2023, 5, 3), date(2023, 5, 3), "3 May 2023"),
    ("03 may 2023", "2023-05-03", date(2023, 5, 3), date(2023, 5, 3), "3 May 2023"),
    ("May 3, 2023", "2023-05-03", date(2023, 5, 3), date(2023, 5, 3), "3 May 2023"),
    ("December 31, 1999", "1999-12-31", date(1999, 12, 31), date(1999, 12, 31), "31 Dec 1999"),
    ("2016年", "2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("2016年6月", "2016-06", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("2016年6月27日", "2016-06-27", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016"),
    ("２０１６年６月２７日", "2016-06-27", date(2016, 6, 27), date(2016, 6, 27), "27 Jun 2016"),
    ("２０１６－０６", "2016-06", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("1995年頃", "1995~", date(1995, 1, 1), date(1995, 12, 31), "about 1995"),
    ("1995年ごろ", "1995~", date(1995, 1, 1), date(1995, 12, 31), "about 1995"),
    ("1990年代", "199X", date(1990, 1, 1), date(1999, 12, 31), "1990s"),
    ("2011-21", "2011-21", date(2011, 3, 1), date(2011, 5, 31), "Mar 2011 to May 2011"),
    ("spring 2011", "2011-21", date(2011, 3, 1), date(2011, 5, 31), "Mar 2011 to May 2011"),
    ("Summer of 2011", "2011-22", date(2011, 6, 1), date(2011, 8, 31), "Jun 2011 to Aug 2011"),
    ("autumn 2011", "2011-23", date(2011, 9, 1), date(2011, 11, 30), "Sep 2011 to Nov 2011"),
    # A winter ends in the year after.
    ("winter 2011", "2011-24", date(2011, 12, 1), date(2012, 2, 29), "Dec 2011 to Feb 2012"),
    ("2016-XX", "2016-XX", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("2016-06-XX", "2016-06-XX", date(2016, 6, 1), date(2016, 6, 30), "Jun 2016"),
    ("  2016  ", "2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("2016" + " " * 100, "2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ("3  May   2023", "2023-05-03", date(2023, 5, 3), date(2023, 5, 3), "3 May 2023"),
]

REFUSED = [
    "",
    "   ",
    "13/2019",
    "2016-13",
    "2016-00",
    "2016-06-00",
    "2016-06-31",
    "2015-02-29",
    "2016年13月",
    "03/04/2020",  # the 3rd of April or the 4th of March
    "3/4/2020",
    "27.06.2016",
    "2016-06/27",
    "16-06-27",
    "2011 or early 2012",
    "2011 to 2012",
    "2011/2012",
    "before 2010",
    "FY2016",
    "令和6年5月",
    "31 June 2016",
    "June 31, 2016",
    "Maybe 2023",
    "Mayday 2023",
    "spring May 2023",
    "winter 9999",
    "0000",
    "00XX",
    "X016",
    "2016-1X",
    "12016",
    "٢٠١٦",
    "?",
    "~",
    "about",
    "頃",
    "soon",
    "2016\x00",
    "2016-06-27T09:00",
    "TBC",
    "x" * 10_000,
]


@pytest.mark.parametrize(("typed", "edtf", "earliest", "latest", "words"), ACCEPTED)
def test_a_date_is_read_as_typed_and_said_back(typed, edtf, earliest, latest, words):
    understood = partial_dates.read(typed)

    assert understood == partial_dates.PartialDate(edtf, earliest, latest)
    assert partial_dates.shown(edtf, earliest, latest) == words
    assert understood.is_exact == (earliest == latest)


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_date_is_refused_with_a_sentence_that_says_what_to_write(typed):
    with pytest.raises(partial_dates.NotADate) as refusal:
        partial_dates.read(typed)

    sentence = str(refusal.value)
    assert sentence.endswith("Write for example 2016-06-27, 2016-06, 2016, 1990s or about 2000.")
    assert len(sentence) < 200


def test_the_sentence_repeats_what_was_typed():
    with pytest.raises(partial_dates.NotADate) as refusal:
        partial_dates.read("13/2019")

    assert str(refusal.value).startswith("“13/2019” cannot be read as a date.")


def test_nothing_is_shown_as_nothing():
    assert partial_dates.shown("", None, None) == ""


@given(st.dates())
def test_every_day_is_read_as_itself(day):
    understood = partial_dates.read(day.isoformat())

    assert understood == partial_dates.PartialDate(day.isoformat(), day, day)


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b %d %Y", "%Y/%m/%d", "%Y年%m月%d日"]),
)
def test_every_day_is_read_in_words(day, written):
    words = day.strftime(written)

    assert partial_dates.read(words).earliest == partial_dates.read(words).latest == day


@given(st.dates(), st.sampled_from(["", "~", "?", "%"]))
def test_every_month_and_year_holds_its_days(day, mark):
    for shape in (day.isoformat()[:7], day.isoformat()[:4]):
        understood = partial_dates.read(shape + mark)

        assert understood.edtf == shape + mark
        assert understood.earliest <= day <= understood.latest


@given(st.text() | st.from_regex(r"\A[0-9X]{2,5}([-/. ~?%年月日]|[0-9X]){0,8}\Z"))
def test_any_text_is_a_date_with_its_days_in_order_or_no_date(text):
    try:
        understood = partial_dates.read(text)
    except partial_dates.NotADate:
        return

    assert understood.earliest <= understood.latest
    assert partial_dates.shown(understood.edtf, understood.earliest, understood.latest)
    # What was understood is understood the same way when it is read again.
    assert partial_dates.read(understood.edtf) == understood


@given(st.sampled_from([row[0] for row in ACCEPTED]))
def test_full_width_characters_mean_the_same(typed):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)

    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", typed)
    assert partial_dates.read(wide) == partial_dates.read(typed)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("mars 2019", "2019-03"),
        ("1er août 2020", "2020-08-01"),
        ("12 fevrier 2011", "2011-02-12"),
        ("juin 2010", "2010-06"),
        ("juil. 2010", "2010-07"),
        ("décembre 1999", "1999-12"),
        ("vers 2000", "2000~"),
        ("années 1990", "199X"),
        ("vers les années 1990", "199X~"),
    ],
)
def test_a_date_is_read_in_french_words_too(typed, edtf):
    assert partial_dates.read(typed).edtf == edtf
