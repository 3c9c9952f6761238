"""What every table of ours has in common."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.functional import Promise, cached_property

from deals.models import Deal
from delegates.models import Visit
from investors.models import Meeting, Mission
from itpo.office.constraints import KnownValues, read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import FollowUp
from itpo.office.models.folded import KanaOrderField
from tests import factories
from tests.registry import FACTORIES, MODELS, name

FIELDS = [field for model in MODELS for field in model._meta.local_fields if field.editable]
CHOICES = [field for field in FIELDS if field.choices]

# Mails, links, feeds and invitations are claimed by conditional updates, a stage change is
# history itself, a passport number that is deleted is gone, and a list is kept only until it is
# taken in, along with where to find what it made.
WITHOUT_HISTORY = {
    "office.OutgoingMail",
    "office.PersonalLink",
    "office.Milestone",
    "office.StoppedAddress",
    "office.ExportLog",  # history itself
    "office.SavedView",  # a bookmark; what it leads to has a history
    "office.ImportRun",
    "office.ImportedRecord",
    "office.SampleRecord",
    # A merge is a piece of history itself; what may be one, and why, is found anew.
    "office.Merge",
    "office.RecordKey",
    "office.SuspectedPair",
    "office.Trouble",
    "delegates.CalendarFeed",
    "delegates.PassportRead",
    "delegates.TravelDocument",
    "investors.MeetingInvite",
    "deals.StageChange",
    "deals.Verification",
    "investors.AttendanceList",
    # Made by the machinery again and again; what is published is a meeting, which has one.
    "investors.Away",
    "investors.Pairing",
    "investors.ScheduleRun",
    "investors.ScheduleSlot",
}

# What is a part of something and goes with it. Everything else is protected.
PARTS = {
    "office.Absence.user": "CASCADE",
    "office.FollowUp.rule": "SET_NULL",
    "office.Holiday.office": "CASCADE",
    "office.ImportedRecord.run": "CASCADE",
    "office.MailText.office": "CASCADE",
    "office.OutgoingMail.resend_of": "SET_NULL",
    "office.PersonalLink.opens_as": "SET_NULL",
    "office.Rule.office": "CASCADE",
    "office.RuleText.rule": "CASCADE",
    "office.SavedView.office": "CASCADE",
    "office.SavedView.user": "CASCADE",
    "office.YearlyClosure.office": "CASCADE",
    "office.Trouble.office": "CASCADE",
    "office.StoppedAddress.mail": "CASCADE",
    "delegates.ApplicationDocument.application": "CASCADE",
    "delegates.Attendance.session": "CASCADE",
    "delegates.Attendance.visit": "CASCADE",
    "delegates.BudgetLine.programme": "CASCADE",
    "delegates.ChecklistItem.visit": "CASCADE",
    "delegates.ChecklistStep.country": "CASCADE",
    "delegates.ChecklistStep.office": "CASCADE",
    "delegates.Criterion.programme": "CASCADE",
    "delegates.PostCheck.delegate": "CASCADE",
    "delegates.Posting.delegate": "CASCADE",
    "delegates.Programme.copied_from": "SET_NULL",
    "delegates.ProgrammePartner.programme": "CASCADE",
    "delegates.Question.programme": "CASCADE",
    "delegates.RequiredDocument.programme": "CASCADE",
    "delegates.ReviewNote.application": "CASCADE",
    "delegates.Score.application": "CASCADE",
    "delegates.TrainingSession.programme": "CASCADE",
    "delegates.TravelDocument.application": "CASCADE",
    "delegates.TravelDocument.visit": "CASCADE",
    "investors.AgendaItem.mission": "CASCADE",
    "investors.AgendaItem.visit": "CASCADE",
    "investors.Away.interpreter": "CASCADE",
    "investors.Away.participant": "CASCADE",
    "investors.Away.slot": "CASCADE",
    "investors.Booking.agenda_item": "CASCADE",
    "investors.Booking.meeting": "CASCADE",
    "investors.AttendanceList.event": "CASCADE",
    "investors.ContactPosting.contact": "CASCADE",
    "investors.EventPartner.event": "CASCADE",
    "investors.EventRegistration.event": "CASCADE",
    "investors.EventSession.event": "CASCADE",
    "investors.MeetingInvite.meeting": "CASCADE",
    "investors.Match.project": "CASCADE",
    "investors.MeetingParty.meeting": "CASCADE",
    "investors.Mission.copied_from": "SET_NULL",
    "investors.MissionBudgetLine.mission": "CASCADE",
    "investors.MissionHost.leg": "CASCADE",
    "investors.MissionLeg.mission": "CASCADE",
    "investors.MissionMember.mission": "CASCADE",
    "investors.MissionPartner.mission": "CASCADE",
    "investors.TravelTime.office": "CASCADE",
    "investors.Pairing.counterpart": "CASCADE",
    "investors.Pairing.host": "CASCADE",
    "investors.Pairing.meeting": "SET_NULL",
    "investors.Pairing.schedule": "CASCADE",
    "investors.Pairing.slot": "CASCADE",
    "investors.Participant.schedule": "CASCADE",
    "investors.ScheduleRun.schedule": "CASCADE",
    "investors.ScheduleSlot.schedule": "CASCADE",
    "investors.Wish.counterpart": "CASCADE",
    "investors.Wish.host": "CASCADE",
    "investors.MissionStep.office": "CASCADE",
    "investors.MissionTask.mission": "CASCADE",
    "deals.ConfirmedFigure.confirmation": "CASCADE",
    "deals.DealCompany.deal": "CASCADE",
    "deals.Gate.office": "CASCADE",
    "deals.Undisclosed.deal": "CASCADE",
}

# What must change along with a column, so that only its values are in question.
BESIDE = {
    "office.FollowUp.state": lambda: {"closed_at": datetime(2026, 11, 20, tzinfo=UTC)},
    "delegates.PostCheck.answer": lambda: {"answered_at": datetime(2026, 11, 20, tzinfo=UTC)},
    "delegates.Question.kind": lambda: {"choices_typed": "yes"},
    "deals.Deal.parent_relation": lambda: {"parent": factories.DealFactory()},
}

# What somebody may be promised something about.
PROMISED_ABOUT = [
    "deals.Claim",
    "deals.Deal",
    "delegates.Agency",
    "delegates.Application",
    "delegates.Delegate",
    "delegates.HostCountry",
    "delegates.Programme",
    "delegates.ProjectProfile",
    "delegates.Visit",
    "investors.Company",
    "investors.Event",
    "investors.Meeting",
    "investors.Mission",
    "office.Partner",
]


def properties(model: type[models.Model]) -> list[str]:
    return [
        attribute
        for cls in model.__mro__
        if not cls.__module__.startswith(("django.db", "builtins"))
        for attribute, value in vars(cls).items()
        if isinstance(value, property | cached_property)
    ]


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_table_has_a_factory(model):
    assert FACTORIES[model]._meta.model is model


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=name)
def test_naming_a_row_and_its_properties_run_no_query(model, django_assert_num_queries):
    row = model._base_manager.get(pk=FACTORIES[model]().pk)

    with django_assert_num_queries(0):
        said = str(row)
        for attribute in properties(model):
            getattr(row, attribute)

    assert said.strip()
    assert not re.fullmatch(r"\w+ object \(\d+\)", said)


@pytest.mark.django_db
@pytest.mark.parametrize("field", CHOICES, ids=name)
def test_the_database_refuses_a_value_no_choice_names(field):
    row = FACTORIES[field.model]()
    beside = BESIDE.get(name(field), dict)()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        field.model._base_manager.filter(pk=row.pk).update(**{field.name: "?"}, **beside)

    assert f"{field.model._meta.label_lower}_{field.name}_known".replace(".", "_") in str(
        refusal.value
    )
    setattr(row, field.name, "?")
    with pytest.raises(ValidationError) as said:
        row.full_clean()
    assert field.name in said.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("field", CHOICES, ids=name)
def test_the_database_takes_every_value_a_choice_names(field):
    values = [value for value, _label in field.flatchoices] + [""] * field.blank

    constraints = [one for one in field.model._meta.constraints if isinstance(one, KnownValues)]
    allowed = dict(one.condition.children[0] for one in constraints)

    assert sorted(allowed[f"{field.name}__in"]) == sorted(values)


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_table_keeps_its_history(model):
    assert hasattr(model, "history") == (name(model) not in WITHOUT_HISTORY)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in MODELS if hasattr(m, "history")], ids=name)
def test_making_changing_and_deleting_a_row_is_remembered(model):
    row = FACTORIES[model]()
    pk = row.pk
    row.save()
    row.delete()

    kinds = model.history.filter(id=pk).order_by("history_id").values_list("history_type")

    assert "".join(kind for (kind,) in kinds)[-3:] in {"+~-", "~~-"}  # a factory may save twice


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_table_is_named_in_words_to_be_translated(model):
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)


@pytest.mark.parametrize("field", [one for one in FIELDS if not one.auto_created], ids=name)
def test_a_column_is_named_in_words_to_be_translated(field):
    assert isinstance(field.verbose_name, Promise)
    assert field.help_text == "" or isinstance(field.help_text, Promise)
    for value, label in field.choices or ():
        assert isinstance(label, Promise), value


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_constraint_has_a_sentence_to_be_translated(model):
    for constraint in model._meta.constraints:
        assert isinstance(constraint.violation_error_message, Promise), constraint.name
        assert constraint.violation_error_message != (
            models.BaseConstraint.default_violation_error_message
        ), constraint.name


def test_only_parts_go_with_what_they_belong_to():
    goes = {
        name(field): field.remote_field.on_delete.__name__
        for model in MODELS
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
    }

    assert goes == PARTS


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_table_has_no_order_of_its_own_and_hides_no_rows(model):
    assert model._meta.ordering == []
    assert model._default_manager.name == "objects"
    assert not model._default_manager.get_queryset().query.where


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_text_is_blank_and_not_null_unless_it_is_known_once(model):
    nulls = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField) and field.null
        # What is sorted by: what is not known comes last.
        if not isinstance(field, KanaOrderField)
    ]

    assert [one for one in nulls if not model._meta.get_field(one).unique] == []


@pytest.mark.parametrize(
    "field",
    [field for model in MODELS for field in model._meta.fields if type(field) is PartialDateField],
    ids=name,
)
def test_a_partial_date_and_what_it_means_are_held_together(field):
    conditions = [
        one.condition
        for one in field.model._meta.constraints
        if isinstance(one, models.CheckConstraint)
    ]

    assert issubclass(field.model, HasPartialDates)
    assert read_as_written(field.name, "any").condition in conditions
    assert [field.model._meta.get_field(column).name for column in field.columns()] == (
        field.columns()
    )


def test_something_can_be_promised_about_every_step_of_the_chain_and_what_leads_to_it():
    promised_about = [
        relation.related_model._meta.label
        for relation in FollowUp._meta.related_objects
        if relation.many_to_many and relation.remote_field.name == "follow_ups"
    ]

    assert sorted(promised_about) == sorted(PROMISED_ABOUT)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Visit, Mission, Meeting, Deal], ids=name)
def test_a_list_in_its_default_order_is_read_along_an_index(model, office):
    newest = model.objects.filter(office=office).newest_first()[:50]

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With a few rows it would rather sort; ask whether it need not.
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = newest.explain()

    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
