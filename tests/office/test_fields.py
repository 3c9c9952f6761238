"""A partial date and the three columns beside it are written, and cleared, together."""

import copy
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from delegates.models import Visit
from itpo.office.fields import PARTIAL_DATE_HINT, PartialDateFormField
from itpo.office.partial_dates import NotADate
from tests.factories import ClaimFactory, MissionFactory, StageChangeFactory, VisitFactory

pytestmark = pytest.mark.django_db

YEAR_2016 = ("2016", "2016", date(2016, 1, 1), date(2016, 12, 31))
JUNE_2017 = ("2017-6", "2017-06", date(2017, 6, 1), date(2017, 6, 30))
NOTHING = ("", "", None, None)


def begins(visit: Visit) -> tuple:
    return visit.begins, visit.begins_edtf, visit.begins_earliest, visit.begins_latest


def stored(visit: Visit) -> tuple:
    return begins(Visit.objects.get(pk=visit.pk))


def changed(visit: Visit, text: str) -> Visit:
    visit.begins = text
    return visit


class VisitForm(forms.ModelForm):
    class Meta:
        model = Visit
        fields = ["begins", "ends"]


# --- writing -----------------------------------------------------------------------------------


def test_making_a_row_fills_the_columns():
    visit = VisitFactory(begins="2016", ends="")

    assert begins(visit) == stored(visit) == YEAR_2016


def test_saving_fills_the_columns_again():
    visit = VisitFactory(begins="2016", ends="")

    changed(visit, "2017-6").save()

    assert begins(visit) == stored(visit) == JUNE_2017


def test_saving_some_fields_saves_what_a_date_means_along_with_it():
    visit = VisitFactory(begins="2016", ends="")
    visit.notes = "not to be saved"

    changed(visit, "2017-6").save(update_fields=["begins"])

    assert stored(visit) == JUNE_2017
    assert Visit.objects.get().notes == ""


def test_saving_other_fields_leaves_the_date_as_it_is():
    visit = VisitFactory(begins="2016", ends="")

    changed(visit, "2017-6").save(update_fields=["notes"])

    assert stored(visit) == YEAR_2016


def test_update_or_create_fills_the_columns():
    visit = VisitFactory(begins="2016", ends="")

    Visit.objects.update_or_create(pk=visit.pk, defaults={"begins": "2017-6"})

    assert stored(visit) == JUNE_2017


def test_making_rows_in_bulk_fills_the_columns():
    like = VisitFactory()

    visits = Visit.objects.bulk_create(
        Visit(office=like.office, officer=like.officer, delegate=like.delegate, begins=text)
        for text in ("2016", "")
    )

    assert [stored(visit) for visit in visits] == [YEAR_2016, NOTHING]


def test_validating_fills_the_columns_before_the_constraints_look_at_them():
    visit = VisitFactory(begins="2016", ends="2016")
    visit.ends = "2015"

    with pytest.raises(ValidationError) as refusal:
        visit.full_clean()

    assert refusal.value.message_dict == {"__all__": ["The end is before the beginning."]}


@pytest.mark.parametrize("text", ["", "   "])
def test_clearing_a_date_clears_its_columns(text):
    visit = VisitFactory(begins="2016", ends="")

    changed(visit, text).save()

    assert stored(visit) == NOTHING


def test_a_date_is_kept_without_the_blanks_around_it():
    visit = VisitFactory(begins="  2016 ", ends="")

    assert stored(visit) == YEAR_2016


def test_what_is_no_date_is_refused_beside_its_field():
    visit = changed(VisitFactory(), "13/2019")

    with pytest.raises(ValidationError) as refusal:
        visit.full_clean()

    assert refusal.value.message_dict == {
        "begins": [
            "“13/2019” cannot be read as a date. Write for example 2016-06-27, 2016-06, 2016, "
            "1990s or about 2000."
        ]
    }


def test_what_is_no_date_is_not_saved_even_unvalidated():
    visit = VisitFactory(begins="2016", ends="")

    with pytest.raises(NotADate), transaction.atomic():
        changed(visit, "13/2019").save()

    assert stored(visit) == YEAR_2016


def test_a_date_is_no_longer_than_its_column():
    visit = changed(VisitFactory(), "about " + "x" * 60)

    with pytest.raises(ValidationError) as refusal:
        visit.full_clean()

    assert list(refusal.value.message_dict) == ["begins"]


# --- in forms ----------------------------------------------------------------------------------


def test_a_form_reads_the_date_and_says_what_to_write():
    visit = VisitFactory()
    form = VisitForm({"begins": "2016", "ends": ""}, instance=visit)

    assert form.fields["begins"].help_text == PARTIAL_DATE_HINT
    assert form.is_valid()
    form.save()
    assert stored(visit) == YEAR_2016


def test_a_form_refuses_what_is_no_date():
    form = VisitForm({"begins": "soon", "ends": ""}, instance=VisitFactory())

    assert list(form.errors) == ["begins"]


def test_a_form_sees_that_the_end_is_before_the_beginning():
    form = VisitForm({"begins": "2016-06", "ends": "2016-05"}, instance=VisitFactory())

    assert form.errors == {"__all__": ["The end is before the beginning."]}


def test_a_form_that_shows_one_end_only_sees_it_too():
    form_class = forms.modelform_factory(Visit, fields=["ends"])
    form = form_class({"ends": "2015"}, instance=VisitFactory(begins="2016", ends=""))

    assert form.errors == {"__all__": ["The end is before the beginning."]}


def test_a_form_without_a_model_reads_dates_alike():
    field = PartialDateFormField(required=False)

    assert field.clean(" 1990s ") == "1990s"
    assert field.clean("") == ""
    with pytest.raises(ValidationError):
        field.clean("03/04/2020")


# --- copies ------------------------------------------------------------------------------------


def test_a_copy_is_independent_and_keeps_all_columns():
    visit = VisitFactory(begins="2016", ends="")

    copied = copy.deepcopy(visit)
    changed(visit, "2017-6").save()

    assert begins(copied) == YEAR_2016


def test_refreshing_brings_back_what_is_stored():
    visit = VisitFactory(begins="2016", ends="")

    changed(visit, "2017-6").refresh_from_db()

    assert begins(visit) == YEAR_2016


def test_a_date_that_was_not_fetched_is_fetched_when_it_is_asked_for(django_assert_num_queries):
    VisitFactory(begins="2016", ends="")
    visit = Visit.objects.only("begins_edtf").get()

    visit.save()

    assert stored(visit) == YEAR_2016


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (VisitFactory, "begins"),
        (MissionFactory, "ends"),
        (ClaimFactory, "as_of"),
        (StageChangeFactory, "happened"),
    ],
)
def test_every_partial_date_fills_its_own_columns(factory, name):
    row = factory(**{"begins": "", "ends": ""} if name in {"begins", "ends"} else {})

    setattr(row, name, "1990s")
    row.save()

    kept = type(row).objects.values_list(name, f"{name}_edtf", f"{name}_earliest", f"{name}_latest")
    assert list(kept) == [("1990s", "199X", date(1990, 1, 1), date(1999, 12, 31))]


def test_history_keeps_the_date_and_what_it_means():
    visit = VisitFactory(begins="2016", ends="")
    changed(visit, "2017-6").save()
    changed(visit, "").save(update_fields=["begins"])

    remembered = [begins(past) for past in visit.history.order_by("history_id")]

    assert remembered == [YEAR_2016, JUNE_2017, NOTHING]


# --- what does not see the row -----------------------------------------------------------------


def test_an_update_that_forgets_what_the_date_means_is_refused_when_it_was_unknown():
    visit = VisitFactory(begins="", ends="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(begins="2016")

    assert stored(visit) == NOTHING


def test_an_update_of_a_known_date_leaves_the_old_meaning_and_is_not_to_be_used():
    visit = VisitFactory(begins="2016", ends="")

    Visit.objects.filter(pk=visit.pk).update(begins="2017-6")

    assert stored(visit) == ("2017-6", *YEAR_2016[1:])
    Visit.objects.get().save()
    assert stored(visit) == JUNE_2017
