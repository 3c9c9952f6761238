"""What the machinery remembers about itself."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from itpo.office.models.people import Office
from itpo.office.visibility import OwnedQuerySet, Viewer


class Milestone(models.Model):
    """When something the machinery does last happened: the tick ran, the sample was loaded."""

    TICK = "tick"
    SAMPLE_LOADED = "sample loaded"
    SAMPLE_CLEARED = "sample cleared"  # there only until the sample is loaded again

    name = models.CharField(_("name"), max_length=40, unique=True)
    at = models.DateTimeField(_("when"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.name


class SampleRecord(models.Model):
    """One row that came with the sample, so that clearing it removes exactly that."""

    model = models.CharField(_("table"), max_length=80)
    row = models.CharField(_("row"), max_length=40)

    class Meta:
        verbose_name = _("sample record")
        verbose_name_plural = _("sample records")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row"],
                name="sample_row_once",
                violation_error_message=_("This row is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"


class TroubleQuerySet(OwnedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What is their office's, and what is nobody's: shared records, a part of the tick."""
        if not getattr(viewer, "sees_records", False):
            return self.none()
        if viewer.is_superuser:
            return self.all()
        if viewer.office_id is None:
            return self.none()
        return self.filter(Q(office=viewer.office_id) | Q(office=None))

    def lasting(self) -> Self:
        return self.filter(gone_at=None)


class Trouble(models.Model):
    """What the tick found broken and passed over: one record, or a whole part of the tick."""

    office = models.ForeignKey(
        Office,
        models.CASCADE,
        related_name="troubles",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    part = models.CharField(_("part of the tick"), max_length=40)
    model = models.CharField(_("table"), max_length=80, blank=True)
    row = models.CharField(_("row"), max_length=40, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300)
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))
    times = models.PositiveIntegerField(_("how often"), default=1)
    gone_at = models.DateTimeField(_("gone"), null=True, blank=True)

    objects = TroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("trouble")
        verbose_name_plural = _("troubles")
        constraints = [
            models.UniqueConstraint(
                fields=["part", "model", "row"],
                name="trouble_told_once",
                violation_error_message=_("This is told already."),
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=F("first_at")),
                name="trouble_lasts_from_its_first_moment",
                violation_error_message=_("The last time is before the first."),
            ),
        ]
        indexes = [
            # Every tick, and the navigation of every page a manager opens.
            models.Index(fields=["part"], name="trouble_lasting", condition=Q(gone_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.model} {self.row}".strip() if self.model else self.part
