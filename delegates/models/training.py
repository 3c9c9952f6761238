"""What delegates are taught during a programme, and who was there."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.programmes import Programme
from delegates.models.visits import Visit
from itpo.office.constraints import known_values
from itpo.office.models import Document, Partner
from itpo.office.visibility import OwnedQuerySet


class TrainingSessionQuerySet(OwnedQuerySet):
    office_path = "programme__office"
    searched = ("topic", "trainer", "place")

    def in_order(self) -> Self:
        return self.order_by("held_on", F("begins_at").asc(nulls_first=True), "pk")

    def with_attendance(self) -> Self:
        """Adds `present` and `noted`: how many were there, of how many that is known."""
        present = Count("attendance", filter=Q(attendance__state=Attendance.State.PRESENT))
        return self.annotate(present=present, noted=Count("attendance"))


class TrainingSession(models.Model):
    """One session of a programme: what about, by whom, when. Times are the office's own."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="sessions", verbose_name=_("programme")
    )
    topic = models.CharField(_("topic"), max_length=200)
    held_on = models.DateField(_("day"))
    begins_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    trainer = models.CharField(_("trainer"), max_length=160, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
        verbose_name=_("partner who teaches"),
    )
    material = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("material"),
    )
    material_url = models.URLField(_("material on the web"), max_length=500, blank=True)

    objects = TrainingSessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("begins_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False),
                name="session_with_an_end_has_a_beginning",
                violation_error_message=_("Say when the session begins, too."),
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def clock(self) -> str:
        """From when to when on its day; empty where that is not known."""
        return "–".join(f"{one:%H:%M}" for one in (self.begins_at, self.ends_at) if one)

    def get_absolute_url(self) -> str:
        return reverse("delegates:training", args=[self.pk])


class AttendanceQuerySet(OwnedQuerySet):
    office_path = "session__programme__office"


@known_values
class Attendance(models.Model):
    """Whether one delegate was at one session. No row: not known yet."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="attendance", verbose_name=_("session")
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="attendance", verbose_name=_("visit")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "visit"],
                name="attendance_once_a_session",
                violation_error_message=_("This is noted already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()
