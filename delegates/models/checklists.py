"""What has to be done before a delegate can travel."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import HostCountry
from delegates.models.asking import InThreeLanguages
from delegates.models.papers import Paper
from delegates.models.visits import Visit
from itpo.office.constraints import known_values
from itpo.office.models import Office
from itpo.office.models.checklists import US, ToDo, ToDoItem, ToDoItemQuerySet, ToDoQuerySet


class ByWhom(models.TextChoices):
    """Who sees to something before a visit. The inviter's papers come first."""

    US = US, _("the office")
    DELEGATE = "delegate", _("the delegate")
    AGENCY = "agency", _("the agency")


class BeforeAVisit(InThreeLanguages):
    """Something to be done before somebody arrives; by itself, or when a paper is issued."""

    by_whom = models.CharField(_("by whom"), max_length=10, choices=ByWhom, default=ByWhom.US)
    paper = models.CharField(
        _("done when this paper is issued"), max_length=20, choices=Paper.Kind, blank=True
    )

    class Meta:
        abstract = True


class ChecklistStepQuerySet(ToDoQuerySet):
    searched = ("text", "country__name")


@known_values
class ChecklistStep(BeforeAVisit, ToDo):
    """One step of the checklist an office uses; a country with steps of its own uses only those."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="checklist_steps", verbose_name=_("office")
    )
    country = models.ForeignKey(
        HostCountry,
        models.CASCADE,
        related_name="checklist_steps",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("Blank: every country without a list of its own."),
    )

    objects = ChecklistStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ToDo.Meta):
        verbose_name = _("step of the checklist")
        verbose_name_plural = _("steps of the checklist")

    def get_absolute_url(self) -> str:
        """It stands on the page of all steps."""
        return reverse("delegates:checklist-steps")


class ChecklistItemQuerySet(ToDoItemQuerySet):
    office_path = "visit__office"


@known_values
class ChecklistItem(BeforeAVisit, ToDoItem):
    """One thing on the checklist of one visit."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="checklist", verbose_name=_("visit")
    )

    objects = ChecklistItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(ToDoItem.Meta):
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
