"""How visits, missions, meetings and events helped a deal."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.deals import Deal
from delegates.models import Visit
from investors.models import Event, Meeting, Mission
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models import User
from itpo.office.visibility import OwnedQuerySet, Viewer

# What can have helped a deal, and what leads to it from a contribution.
Helper = Visit | Mission | Meeting | Event
WAYS: dict[type[models.Model], str] = {
    Visit: "visit",
    Mission: "mission",
    Meeting: "meeting",
    Event: "event",
}
FIRST_DAYS = (
    "visit__begins_earliest",
    "mission__begins_earliest",
    "event__begins_earliest",
    "meeting__day",
)

# Of rows with their `day`: as the constraint has it, by the dates as they stand now.
OUT_OF_ORDER = (
    ~Q(role="implementation") & ~Q(strength="none") & Q(day__gt=F("deal__decided_latest"))
)


def helped_on(thing: Helper) -> date | None:
    """The first day on which something may have helped; None where that is not known.

    A meeting's day is that of the place where it was held. Of a date known in part, the earliest.
    """
    return thing.day if isinstance(thing, Meeting) else thing.begins_earliest


class ContributionQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"
    searched = ("deal__folded", "evidence")

    def visible_to(self, viewer: Viewer) -> Self:
        """Seen by whoever sees the deal, and the meeting where it is one that helped."""
        seen = super().visible_to(viewer)
        if getattr(viewer, "sees_restricted", False):
            return seen
        open_meeting = Q(meeting__isnull=True) | Q(meeting__is_restricted=False)
        theirs = Q(meeting__officer=viewer.pk) | Q(meeting__confided_to=viewer.pk)
        return seen.filter(open_meeting | theirs)

    def accepted(self) -> Self:
        """What a person has accepted; a proposal from the chain is not yet one."""
        return self.exclude(accepted_at=None)

    def waiting(self) -> Self:
        """Written down, and nobody has said yet whether it helped."""
        return self.filter(accepted_at=None)

    def helped(self) -> Self:
        """What a person has accepted as having helped, however little."""
        return self.accepted().exclude(strength=Contribution.Strength.NONE)

    def dismissed(self) -> Self:
        """Of which a person has said that it did not help."""
        return self.accepted().filter(strength=Contribution.Strength.NONE)

    def with_things(self) -> Self:
        """With what helped, and with who accepted it."""
        return self.select_related("visit__delegate", "mission", "meeting", "event", "accepted_by")

    def with_day(self) -> Self:
        """Adds `day`: the first day of what helped, as it stands there now."""
        return self.annotate(day=Coalesce(*FIRST_DAYS))

    def in_order(self) -> Self:
        """By the first day of what helped, undated last; adds `is_late`, see out_of_order."""
        late = Case(When(OUT_OF_ORDER, then=Value(True)), default=Value(False))
        return self.with_day().annotate(is_late=late).order_by(F("day").asc(nulls_last=True), "pk")

    def out_of_order(self) -> Self:
        """Said to have influenced a decision that came before it, as the dates stand now.

        A visit or a meeting may have been moved since it was accepted, and nothing upstream knows
        of deals: whoever shows contributions says which are to be looked at again.
        """
        return self.with_day().filter(OUT_OF_ORDER)


@known_values
class Contribution(models.Model):
    """How one visit, mission, meeting or event helped one deal."""

    class Role(models.TextChoices):
        PROMOTION = "promotion", _("Promotion")
        FACILITATION = "facilitation", _("Facilitation")
        NEGOTIATION = "negotiation", _("Negotiation")
        IMPLEMENTATION = "implementation", _("Implementation")

    class Strength(models.TextChoices):
        NONE = "none", _("None")
        INFORMED = "informed", _("Informed")
        FACILITATED = "facilitated", _("Facilitated")
        DECISIVE = "decisive", _("Decisive")

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="contributions", verbose_name=_("deal")
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("visit"),
    )
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("mission"),
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("meeting"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("event"),
    )
    role = models.CharField(_("role"), max_length=14, choices=Role)
    strength = models.CharField(_("how strongly"), max_length=12, choices=Strength)
    evidence = models.TextField(_("evidence"))
    evidence_url = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    # Copies, so that the database can compare them: the first day of what helped, and the last on
    # which the investor may have decided. Blank where that is not known or not decided yet.
    helped_on = models.DateField(null=True, blank=True, editable=False)
    decided_on = models.DateField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = ContributionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("visit", "mission", "meeting", "event"),
                name="contribution_is_of_one_thing",
                violation_error_message=_(
                    "A contribution is that of one visit, mission, meeting or event."
                ),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | (Q(accepted_by__isnull=False, accepted_at__isnull=False) & ~Q(evidence="")),
                name="contribution_accepted_says_by_whom",
                violation_error_message=_("What is accepted says by whom, when, on what evidence."),
            ),
            models.CheckConstraint(
                condition=Q(role="implementation")
                | Q(strength="none")
                | Q(helped_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(helped_on__lte=F("decided_on")),
                name="contribution_before_the_decision",
                violation_error_message=_(
                    "What came after the investor's decision cannot have influenced it."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["deal", what],
                    name=f"contribution_{what}_once_a_deal",
                    violation_error_message=_("The deal has this contribution already."),
                )
                for what in ("visit", "mission", "meeting", "event")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_strength_display()}"

    @classmethod
    def of(cls, deal: Deal, thing: Helper, **facts: Any) -> "Contribution":
        """One that is not saved yet, with its copies of the days of what helped and the deal."""
        contribution = cls(deal=deal, **{WAYS[type(thing)]: thing}, **facts)
        contribution.copy_days()
        return contribution

    def thing(self) -> Any:
        """What helped; None as long as nothing is named."""
        return self.visit or self.mission or self.meeting or self.event

    def copy_days(self) -> None:
        """Take the days to compare from the deal and from what helped, as they are given."""
        thing = self.thing()
        self.helped_on = helped_on(thing) if thing else None
        self.decided_on = self.deal.decided_latest if self.deal_id else None

    @property
    def is_dismissed(self) -> bool:
        """Whether a person has said that it did not help."""
        return self.accepted_at is not None and self.strength == self.Strength.NONE

    @property
    def has_helped(self) -> bool:
        """Whether a person has said that it helped, see ContributionQuerySet.helped."""
        return self.accepted_at is not None and self.strength != self.Strength.NONE

    @property
    def is_after_the_decision(self) -> bool:
        """Whether it is said to have influenced what was decided before it, by its copies."""
        if self.role == self.Role.IMPLEMENTATION or self.strength == self.Strength.NONE:
            return False
        return bool(self.helped_on and self.decided_on and self.helped_on > self.decided_on)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Take the days along, so that every form is told what the database would refuse."""
        self.copy_days()
        super().clean_fields(exclude=exclude)
