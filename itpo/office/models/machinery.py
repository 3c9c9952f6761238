"""What the machinery remembers about itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
