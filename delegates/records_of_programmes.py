"""The forms of what belongs to a programme, and of the checklist before a visit."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegates import asking, training
from delegates.models import (
    BudgetLine,
    ChecklistStep,
    Criterion,
    Question,
    RequiredDocument,
    TrainingSession,
)
from itpo.office.record_forms import RecordForm, editable

ASKS, PLAN = "delegates:programme-asks", "delegates:programme-plan"
LANGUAGES = ("text", "text_fr", "text_ja")


class InOrderForm(RecordForm):
    """Something that has a place among its like: at the end, until somebody moves it."""

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.position = asking.place_after_all(self.instance)
        return super().save(commit)


@editable(
    of="programme",
    may_be_removed=True,
    page=ASKS,
    remove=lambda thing, by: asking.remove_question(question=thing, by=by),
)
class QuestionForm(InOrderForm):
    """A question. Once it is answered, where and how it is asked stays."""

    pairs = [("step", "kind")]

    class Meta(RecordForm.Meta):
        model = Question
        fields = ("programme", *LANGUAGES, "step", "kind", "choices_typed", "is_required")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        moved = [name for name in ("step", "kind") if name in self.changed_data]
        if self.instance.pk and moved and asking.is_answered(self.instance):
            for name in moved:
                self.add_error(name, _("Somebody has answered already; add another question."))
        return data


@editable(
    of="programme",
    may_be_removed=True,
    page=ASKS,
    remove=lambda thing, by: asking.remove_document(document=thing, by=by),
)
class RequiredDocumentForm(InOrderForm):
    """A document. What came in sealed stays sealed, what did not cannot become so."""

    class Meta(RecordForm.Meta):
        model = RequiredDocument
        fields = ("programme", *LANGUAGES, "is_required", "is_passport")

    def clean_is_passport(self) -> bool:
        shows_it: bool = self.cleaned_data["is_passport"]
        has_changed = bool(self.instance.pk) and "is_passport" in self.changed_data
        before = RequiredDocument(
            pk=self.instance.pk,
            programme_id=self.instance.programme_id,
            is_passport=not shows_it,
        )
        if has_changed and asking.is_sent(before):
            raise ValidationError(_("Somebody has sent it already; add another document."))
        return shows_it


@editable(
    of="programme",
    may_be_removed=True,
    page=ASKS,
    remove=lambda thing, by: asking.remove_criterion(criterion=thing, by=by),
)
class CriterionForm(InOrderForm):
    class Meta(RecordForm.Meta):
        model = Criterion
        fields = ("programme", "name", "most")

    def clean_most(self) -> int:
        """Nobody has given more points than there are."""
        most: int = self.cleaned_data["most"]
        given = asking.most_given(self.instance) if self.instance.pk else 0
        if most < given:
            raise ValidationError(
                _("Somebody has given %(count)d points already.") % {"count": given}
            )
        return most


@editable(of="programme", may_be_removed=True, page=PLAN)
class BudgetLineForm(InOrderForm):
    pairs = [("planned", "actual")]

    class Meta(RecordForm.Meta):
        model = BudgetLine
        fields = ("programme", "what", "planned", "actual", "currency", "paid_by")


@editable(
    of="programme",
    may_be_removed=True,
    page=PLAN,
    remove=lambda thing, by: training.remove(session=thing, by=by),
)
class TrainingSessionForm(RecordForm):
    pairs = [("begins_at", "ends_at"), ("trainer", "partner")]

    class Meta(RecordForm.Meta):
        model = TrainingSession
        fields = (
            "programme",
            "topic",
            "held_on",
            "begins_at",
            "ends_at",
            "place",
            "trainer",
            "partner",
            "material_url",
        )


@editable(may_be_removed=True)
class ChecklistStepForm(RecordForm):
    pairs = [("by_whom", "days_before")]

    class Meta(RecordForm.Meta):
        model = ChecklistStep
        fields = (*LANGUAGES, "country", "by_whom", "days_before", "paper")
