"""Lists that are taken in: each as a row that is prepared, carried out, and can be taken back."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.visibility import OwnedQuerySet


class ImportRunQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "by"

    def ready(self, at: datetime) -> Self:
        """Asked for, and nobody works on them: new, or whoever did has died."""
        return self.filter(
            Q(state=ImportRun.State.WAITING) | Q(state=ImportRun.State.RUNNING, leased_until__lt=at)
        )

    def newest_first(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")

    def without_content(self) -> Self:
        """Without what fills a page or more, for lists."""
        return self.defer("cells", "unreadable", "plans", "decisions", "in_the_way")


@known_values
class ImportRun(models.Model):
    """One list somebody sent to be taken in, from the file to its result.

    It holds the cells as long as they are needed: they are personal data.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to choose")
        READY = "ready", _("To look through")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Taken back")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="imports", verbose_name=_("office")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="imports", verbose_name=_("sent by"))
    kind = models.CharField(_("what it lists"), max_length=40)
    is_restricted = models.BooleanField(_("for its sender and the managers only"), default=False)
    file_name = models.CharField(_("file"), max_length=200)
    uploaded_at = models.DateTimeField(_("sent"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    # The state it is on its way to, or was last: looked through, taken in, or taken back.
    aim = models.CharField(_("asked for"), max_length=10, choices=State, blank=True)
    heads = models.JSONField(_("heads of the columns"), default=list, blank=True)
    cells = models.JSONField(_("cells"), default=list, blank=True)
    unreadable = models.JSONField(_("cells that cannot be read"), default=list, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    columns = models.JSONField(_("columns chosen"), default=list, blank=True)
    list_wins = models.BooleanField(
        _("The list counts, also over what was entered here by hand"), default=False
    )
    decisions = models.JSONField(_("decisions"), default=dict, blank=True)
    plans = models.JSONField(_("what becomes of each row"), default=list, blank=True)
    counts = models.JSONField(_("rows by what becomes of them"), default=dict, blank=True)
    done_rows = models.PositiveIntegerField(_("rows done"), default=0)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    # As far as whoever asked to take it back may see it, and shown to nobody else.
    in_the_way = models.JSONField(_("what stands in the way"), default=list, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(state="undone"),
                name="import_taken_back_is_undone",
                violation_error_message=_("Only what was taken back says when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False),
                name="import_under_way_is_claimed",
                violation_error_message=_("What is under way is claimed by somebody."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "running"])
                | Q(aim__in=["ready", "done", "undone"]),
                name="import_under_way_has_an_aim",
                violation_error_message=_("What is under way says what was asked for."),
            ),
        ]
        indexes = [
            # The page of an office's imports.
            models.Index(fields=["office", "-uploaded_at", "-id"], name="import_newest_first"),
            # What the tick looks for.
            models.Index(
                fields=["uploaded_at"],
                name="import_to_carry_out",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("office:import", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_to_be_prepared(self) -> bool:
        return self.state in TO_BE_PREPARED

    @property
    def undecided(self) -> int:
        """Rows an officer has to decide on."""
        return int(self.counts.get("undecided", 0))


UNDER_WAY = frozenset({ImportRun.State.WAITING, ImportRun.State.RUNNING})
TO_BE_PREPARED = frozenset({ImportRun.State.UPLOADED, ImportRun.State.READY})


class ImportedRecordQuerySet(OwnedQuerySet):
    office_path = "run__office"
    restricted_path = "run__is_restricted"
    owner_path = "run__by"


class ImportedRecord(models.Model):
    """One record that an import made or changed, and its version right after that."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="records", verbose_name=_("import")
    )
    row = models.PositiveIntegerField(_("row"))
    model = models.CharField(_("table"), max_length=80)
    record = models.PositiveBigIntegerField(_("record"))
    version = models.PositiveBigIntegerField(_("version"))
    before = models.PositiveBigIntegerField(_("version before"), null=True, blank=True)
    is_new = models.BooleanField(_("made by the import"))

    objects = ImportedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "model", "record"],
                name="imported_record_once_a_run",
                violation_error_message=_("This record is in the import already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record}"
