"""The meetings of a schedule: who meets whom, in which slot, at which table."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from investors.models.bookings import Resource
from investors.models.meetings import Meeting
from investors.models.scheduling.participants import WHO, Participant
from investors.models.scheduling.schedules import Schedule, ScheduleSlot
from itpo.office.visibility import OwnedQuerySet


class PairingQuerySet(OwnedQuerySet):
    office_path = "schedule__office"

    def with_names(self) -> Self:
        sides = [f"{side}__{one}" for side in ("host", "counterpart") for one in WHO]
        return self.select_related("slot", "interpreter", "meeting", *sides)

    def in_order(self) -> Self:
        return self.order_by("slot__starts_at", "table", "pk")


class Pairing(models.Model):
    """Two who meet according to a schedule: in which slot, at which table, with which interpreter.

    Published, it is a meeting; pinned or published, planning anew leaves it alone.
    """

    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="pairings", verbose_name=_("meeting schedule")
    )
    host = models.ForeignKey(
        Participant, models.CASCADE, related_name="pairings_as_host", verbose_name=_("host")
    )
    counterpart = models.ForeignKey(
        Participant,
        models.CASCADE,
        related_name="pairings_as_counterpart",
        verbose_name=_("counterpart"),
    )
    slot = models.ForeignKey(
        ScheduleSlot, models.CASCADE, related_name="pairings", verbose_name=_("slot")
    )
    table = models.PositiveSmallIntegerField(_("table"))
    interpreter = models.ForeignKey(
        Resource,
        models.PROTECT,
        related_name="pairings",
        null=True,
        blank=True,
        verbose_name=_("interpreter"),
    )
    is_pinned = models.BooleanField(_("stays where it is"), default=False)
    meeting = models.OneToOneField(
        Meeting,
        models.SET_NULL,
        related_name="pairing",
        null=True,
        blank=True,
        verbose_name=_("published as"),
    )

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=fields,
                    name=f"pairing_{name}_once",
                    violation_error_message=sentence,
                )
                for name, fields, sentence in (
                    ("pair", ["host", "counterpart"], _("These two meet already.")),
                    ("host", ["slot", "host"], _("The host has a meeting in this slot.")),
                    (
                        "counterpart",
                        ["slot", "counterpart"],
                        _("The counterpart has a meeting in this slot."),
                    ),
                    ("table", ["slot", "table"], _("The table is taken in this slot.")),
                )
            ),
            models.UniqueConstraint(
                fields=["slot", "interpreter"],
                condition=Q(interpreter__isnull=False),
                name="pairing_interpreter_once",
                violation_error_message=_("The interpreter is taken in this slot."),
            ),
            models.CheckConstraint(
                condition=Q(table__gte=1),
                name="pairing_has_a_table",
                violation_error_message=_("Tables are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Table %(number)s") % {"number": self.table})

    @property
    def is_fixed(self) -> bool:
        return self.is_pinned or self.meeting_id is not None
