"""Who has taken which list out of the system, and when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet


@known_values
class ExportLog(models.Model):
    """One list that somebody took out as a file. Written once and never changed by anybody."""

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel (XLSX)")
        UTF8 = "csv", _("CSV, UTF-8")
        CP932 = "cp932", _("CSV, Shift JIS (CP932)")

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="exports",
        null=True,
        blank=True,
        verbose_name=_("office"),
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="exports", verbose_name=_("who took it out")
    )
    at = models.DateTimeField(_("when"))
    page = models.CharField(_("list"), max_length=60, help_text=_("The name of its address."))
    query = models.TextField(_("what was asked"), blank=True)
    format = models.CharField(_("as"), max_length=5, choices=Format)
    rows = models.PositiveIntegerField(
        _("rows"),
        null=True,
        blank=True,
        help_text=_("Blank: the file was not fetched to its end."),
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(page=""),
                name="export_says_of_what",
                violation_error_message=_("Say which list was taken out."),
            )
        ]
        indexes = [
            # The admin's list of exports, the latest first.
            models.Index(fields=["-at", "-id"], name="export_by_moment")
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.get_format_display()}"
