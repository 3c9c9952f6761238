"""What a programme asks: questions and documents, and what answers are judged by."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.programmes import Programme
from itpo.office.constraints import known_values
from itpo.office.visibility import OwnedQuerySet


class OfProgrammeQuerySet(OwnedQuerySet):
    """What belongs to a programme, in the order in which it is asked."""

    office_path = "programme__office"

    def in_order(self) -> "OfProgrammeQuerySet":
        return self.order_by("position", "pk")


class OfProgramme(models.Model):
    """A part of a programme that has a place among its like."""

    position = models.PositiveSmallIntegerField(
        _("place"), default=0, help_text=_("Smaller numbers come first.")
    )

    class Meta:
        abstract = True


class InThreeLanguages(models.Model):
    """Something the office says to delegates: in English and, if it likes, French and Japanese."""

    text = models.CharField(_("in English"), max_length=300)
    text_fr = models.CharField(_("in French"), max_length=300, blank=True)
    text_ja = models.CharField(_("in Japanese"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def said(self) -> str:
        """In the reader's language; in English where it is not given in theirs."""
        return self.said_in(get_language() or "en")

    def said_in(self, language: str) -> str:
        return getattr(self, f"text_{language[:2]}", "") or self.text


@known_values
class Question(OfProgramme, InThreeLanguages):
    """One question of a programme's own, beside those every form asks."""

    class Step(models.TextChoices):
        PERSON = "person", _("Person")
        POST = "post", _("Post and experience")
        AIMS = "aims", _("Aims and companies wished for")
        TRAVEL = "travel", _("Travel")
        REPORT = "report", _("The report afterwards")

    class Kind(models.TextChoices):
        LINE = "line", _("A line")
        TEXT = "text", _("Some sentences")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of several")
        NUMBER = "number", _("A number")
        DAY = "day", _("A day")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="questions", verbose_name=_("programme")
    )
    step = models.CharField(_("asked with"), max_length=10, choices=Step, default=Step.AIMS)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices_typed = models.TextField(
        _("to choose from"), blank=True, help_text=_("One a line; for one of several.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)

    objects = OfProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices_typed=""),
                name="question_of_a_choice_names_it",
                violation_error_message=_("Write what there is to choose from, one a line."),
            )
        ]

    @property
    def name(self) -> str:
        """What its answer is filed under."""
        return f"question-{self.pk}"

    @property
    def choices(self) -> list[str]:
        return [line.strip() for line in self.choices_typed.splitlines() if line.strip()]


class RequiredDocument(OfProgramme, InThreeLanguages):
    """A file a programme asks for: a nomination letter, a photo, the page of a passport."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="documents", verbose_name=_("programme")
    )
    is_required = models.BooleanField(_("must be there"), default=True)
    is_passport = models.BooleanField(
        _("shows a passport"),
        default=False,
        help_text=_("Kept sealed, read only on record, deleted after the visit."),
    )

    objects = OfProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")

    @property
    def name(self) -> str:
        """What the field of a form is called that takes it."""
        return f"document-{self.pk}"


class Criterion(OfProgramme):
    """What applications to a programme are judged by."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="criteria", verbose_name=_("programme")
    )
    name = models.CharField(_("criterion"), max_length=200)
    most = models.PositiveSmallIntegerField(
        _("points at most"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    objects = OfProgrammeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="criterion_once_a_programme",
                violation_error_message=_("The programme has this criterion already."),
            ),
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=100),
                name="criterion_gives_points",
                violation_error_message=_("Give from 1 to 100 points at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
