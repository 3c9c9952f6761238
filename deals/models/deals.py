"""Deals and their way through the stages."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from simple_history.models import HistoricalRecords

from delegates.models import HostCountry
from investors.models import Company, Meeting
from itpo.office import entries, partial_dates
from itpo.office.circles import refuse_circle
from itpo.office.constraints import NewestFirstIndex, known_values, read_as_written
from itpo.office.days import DaysBetween
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.joined import names_of
from itpo.office.models import Document, FollowUp, Office, Sector, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.models.reference import country_code
from itpo.office.visibility import OwnedQuerySet, Viewer


class Stage(models.TextChoices):
    """How far a deal has come. The words are ITPO Italy's (annual report)."""

    IDENTIFIED = "identified", _("Identified")
    PROMOTED = "promoted", _("Promoted")
    NEGOTIATION = "negotiation", _("Negotiation")
    CONCLUDED = "concluded", _("Concluded")
    OPERATIONAL = "operational", _("Operational")


class Status(models.TextChoices):
    """How a deal is doing, apart from how far it has come."""

    ONGOING = "ongoing", _("Ongoing")
    DELAYED = "delayed", _("Delayed")
    DORMANT = "dormant", _("Dormant")
    LOST = "lost", _("Lost")
    ABANDONED = "abandoned", _("Abandoned")


ENDED = [Status.LOST, Status.ABANDONED]
OPEN, RUNNING = "open", "running"  # groups of statuses, as they are asked for in an address


def is_open(stage: str, status: str) -> bool:
    """Whether a deal is still to be worked on, see DealQuerySet.open."""
    return status not in ENDED and stage != Stage.OPERATIONAL


class DealQuerySet(OwnedQuerySet):
    restricted_path = "is_confidential"
    owner_path = "owner"
    searched = ("folded", "country__folded", "company_roles__company__folded")

    def open(self) -> Self:
        """Still to be worked on: neither lost nor given up, and not yet operational."""
        return self.running().exclude(stage=Stage.OPERATIONAL)

    def running(self) -> Self:
        """Neither lost nor given up."""
        return self.exclude(status__in=ENDED)

    def of_status(self, asked: str) -> Self:
        """Of one status, or of a group of them."""
        if asked == OPEN:
            return self.open()
        return self.running() if asked == RUNNING else self.filter(status=asked)

    def with_names(self) -> Self:
        """With country and owner; adds `company_names`: who is in it, in one text."""
        return self.select_related("country", "owner").with_company_names()

    def with_company_names(self) -> Self:
        names = names_of(DealCompany.objects.all(), "deal", "company__name")
        return self.annotate(company_names=names)

    def with_next_step(self, viewer: Viewer) -> Self:
        """Adds `next_due_on` and `next_what`: the earliest open follow-up the viewer may see."""
        earliest = (
            FollowUp.objects.visible_to(viewer)
            .filter(deals=OuterRef("pk"))
            .open()
            .most_urgent_first()
        )
        return self.annotate(
            next_due_on=Subquery(earliest.values("due_on")[:1]),
            next_what=Subquery(earliest.values("what")[:1]),
        )

    def with_nothing_planned(self) -> Self:
        return self.open().exclude(
            pk__in=FollowUp.objects.filter(state="open", deals__isnull=False).values("deals")
        )

    def overdue(self, viewer: Viewer, today: date) -> Self:
        """With an open follow-up, seen by the viewer, whose day has passed."""
        late = FollowUp.objects.visible_to(viewer).open().filter(due_on__lt=today)
        return self.filter(pk__in=late.filter(deals__isnull=False).values("deals"))

    def with_silent_since(self) -> Self:
        """Adds `silent_since`: the last day something was written down about a deal.

        That is a change of its stage or status, a follow-up ticked off, a figure, a meeting that
        helped it; else the day it was made. In the time zone that is current.
        """
        made = F("created_at")
        done = (
            FollowUp.objects.filter(deals=OuterRef("pk"), state=FollowUp.State.DONE)
            .order_by()
            .values("deals")
            .annotate(latest=Max("closed_at"))
        )
        heard = Greatest(
            made,
            Coalesce(self._latest("stage_changes", "changed_at"), made),
            Coalesce(self._latest("claims", "recorded_at"), made),
            Coalesce(Subquery(done.values("latest")), made),
            output_field=models.DateTimeField(),
        )
        met = self._latest("contributions", "meeting__day", meeting__state="held")
        # Not the day itself where there was no meeting: it would stand twice in the statement.
        met_or_never = Coalesce(met, Value(date.min, models.DateField()))
        return self.annotate(
            silent_since=Greatest(TruncDate(heard), met_or_never, output_field=models.DateField())
        )

    def stale(self, today: date) -> Self:
        """Still to be worked on, silent for longer than its rhythm, and nothing planned ahead."""
        ahead = FollowUp.objects.open().filter(due_on__gte=today, deals=OuterRef("pk"))
        silent = DaysBetween(Value(today, models.DateField()), F("silent_since"))
        return (
            self.open()
            # Deal by deal: a list of all that have one takes longer than a board's few deals.
            .filter(~Exists(ahead))
            .with_silent_since()
            .alias(
                silent_days=silent,
                rhythm=Coalesce("rhythm_days", "office__deal_rhythm_days"),
            )
            .filter(silent_days__gt=F("rhythm"))
        )

    def _latest(self, relation: str, moment: str, **narrow: Any) -> Subquery:
        """The latest moment of what hangs on a deal."""
        rows = self.model._meta.get_field(relation).related_model._base_manager
        latest = rows.filter(deal=OuterRef("pk"), **narrow).order_by().values("deal")
        return Subquery(latest.annotate(latest=Max(moment)).values("latest"))

    def anonymous_to(self, viewer: Viewer) -> list[str]:
        """How the office's deals are called that somebody may not see, by their letters.

        Nothing else of them, and each name once: not how many there are, nor in what order.
        """
        if not getattr(viewer, "sees_records", False) or viewer.office_id is None:
            return []
        hidden = self.filter(office=viewer.office_id, is_confidential=True).exclude(
            pk__in=Deal.objects.visible_to(viewer).values("pk")
        )
        names = hidden.order_by().values_list("anonymous_description", flat=True)
        return sorted(set(names), key=str.casefold)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


@known_values
class Deal(Folded, HasPartialDates):
    """One investment, joint venture or technology transfer of one or several companies."""

    folds: ClassVar[entries.Folds] = {
        ("title",): entries.words,
        ("ref",): entries.words,
        ("region_typed",): entries.words,
    }

    class Kind(models.TextChoices):
        GREENFIELD = "greenfield", _("Greenfield investment")
        EXPANSION = "expansion", _("Expansion")
        JOINT_VENTURE = "joint_venture", _("Joint venture")
        TECHNOLOGY_TRANSFER = "technology_transfer", _("Technology transfer")
        LICENSING = "licensing", _("Licensing")
        SUBCONTRACTING = "subcontracting", _("Subcontracting")
        PARTNERSHIP = "partnership", _("Commercial partnership")
        OTHER = "other", _("Other")

    class Origin(models.TextChoices):
        VISIT = "visit", _("A delegate's visit")
        MISSION = "mission", _("A business mission")
        EVENT = "event", _("An event")
        ENQUIRY = "enquiry", _("The company asked us")
        PARTNER = "partner", _("A partner told us")
        RESEARCH = "research", _("We found the company")
        PRESS = "press", _("The press")
        OTHER = "other", _("Something else")

    class ParentRelation(models.TextChoices):
        PART = "part", _("is a part of it")
        EXPANSION = "expansion", _("expands it")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="deals", verbose_name=_("office")
    )
    title = models.CharField(_("title"), max_length=200)
    ref = models.CharField(_("reference"), max_length=60, blank=True)
    companies = models.ManyToManyField(
        Company, through="DealCompany", related_name="deals", verbose_name=_("companies")
    )
    country = models.ForeignKey(
        HostCountry,
        models.PROTECT,
        related_name="deals",
        null=True,
        blank=True,
        verbose_name=_("host country"),
    )
    region_typed = models.CharField(_("country, as typed"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    kind_typed = models.CharField(_("kind, as typed"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.IDENTIFIED)
    stage_since = models.DateField(
        _("in this stage since"),
        null=True,
        blank=True,
        help_text=_("The first day it may have been; blank when it is not known."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ONGOING)
    status_typed = models.CharField(_("status, as typed"), max_length=200, blank=True)
    lost_because = models.CharField(_("why lost or given up"), max_length=200, blank=True)
    lost_to = models.CharField(
        _("country it went to (ISO 3166)"), max_length=2, blank=True, validators=[country_code]
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="deals",
        null=True,
        blank=True,
        verbose_name=_("who looks after it"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("larger deal"),
    )
    parent_relation = models.CharField(
        _("how it belongs to the larger deal"), max_length=10, choices=ParentRelation, blank=True
    )
    expected_on = models.DateField(_("next stage expected"), null=True, blank=True)
    decided = PartialDateField(_("when the investor decided"))
    decided_edtf = models.CharField(max_length=60, blank=True, editable=False)
    decided_earliest = models.DateField(null=True, blank=True, editable=False)
    decided_latest = models.DateField(null=True, blank=True, editable=False)
    rhythm_days = models.PositiveSmallIntegerField(
        _("heard of at least every so many days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Blank: as the office has it. Silent for longer, the deal counts as stale."),
    )
    origin = models.CharField(_("where it came from"), max_length=10, choices=Origin, blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="deals", verbose_name=_("sectors")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="deals", verbose_name=_("themes")
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("Seen by its owner and the managers only."),
    )
    anonymous_description = models.CharField(
        _("how others may call it"), max_length=200, blank=True
    )
    our_part_typed = models.TextField(_("our part, as documented"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="deals", verbose_name=_("follow-ups")
    )
    # What was restricted together with it, so that nothing else is opened when it is.
    hidden_follow_ups = models.ManyToManyField(FollowUp, related_name="+", editable=False)
    hidden_meetings = models.ManyToManyField(Meeting, related_name="+", editable=False)
    hidden_documents = models.ManyToManyField(Document, related_name="+", editable=False)

    objects = DealQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors, themes], excluded_fields=["folded"])

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "ref"],
                condition=~Q(ref=""),
                name="deal_ref_once_an_office",
                violation_error_message=_("There is a deal with this reference already."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="deal_is_not_its_own_parent",
                violation_error_message=_("A deal is not a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, parent_relation="")
                | (Q(parent__isnull=False) & ~Q(parent_relation="")),
                name="deal_with_a_parent_says_how",
                violation_error_message=_(
                    "Say whether it is a part of the larger deal or expands it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["lost", "abandoned"]) | ~Q(lost_because=""),
                name="deal_lost_says_why",
                violation_error_message=_("Say why the deal is lost or given up."),
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | ~Q(anonymous_description=""),
                name="deal_confidential_has_another_name",
                violation_error_message=_("Say how others may call a confidential deal."),
            ),
            models.CheckConstraint(
                condition=Q(lost_to="") | Q(status="lost"),
                name="deal_went_elsewhere_only_when_lost",
                violation_error_message=_("Only a lost deal went to another country."),
            ),
            models.CheckConstraint(
                condition=Q(rhythm_days__isnull=True) | Q(rhythm_days__gte=1),
                name="deal_rhythm_is_at_least_a_day",
                violation_error_message=_("A rhythm is at least one day."),
            ),
            read_as_written("decided", "deal_decided_as_read"),
        ]
        indexes = [
            # The admin's deal list and the pipeline, by stage.
            models.Index(fields=["office", "stage", "id"], name="deal_by_office_and_stage"),
            # How many deals each lane of the board has: all that tells whom it counts for.
            models.Index(
                fields=["office", "stage", "status", "is_confidential", "owner"],
                name="deal_counted_by_stage",
            ),
            # The first cards of each lane of the board.
            NewestFirstIndex(
                fields=["office", "stage", "-stage_since", "-id"], name="deal_by_stage_newest_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        refuse_circle(self, "parent", _("That deal is itself a part of this one."))

    @property
    def decided_shown(self) -> str:
        return partial_dates.shown(self.decided_edtf, self.decided_earliest, self.decided_latest)

    @property
    def lost_to_name(self) -> str:
        """The country it went to, in the reader's language; blank where that is not known."""
        return str(countries.name(self.lost_to)) if self.lost_to else ""

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED

    @property
    def is_open(self) -> bool:
        return is_open(self.stage, self.status)

    def get_absolute_url(self) -> str:
        return reverse("deals:deal", args=[self.pk])


class DealCompanyQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"


@known_values
class DealCompany(models.Model):
    """A company's part in a deal."""

    class Role(models.TextChoices):
        INVESTOR = "investor", _("Investor")
        PARTNER = "partner", _("Partner")
        SUPPLIER = "supplier", _("Supplier")

    deal = models.ForeignKey(
        Deal, models.CASCADE, related_name="company_roles", verbose_name=_("deal")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="deal_roles", verbose_name=_("company")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.INVESTOR)

    objects = DealCompanyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("company of a deal")
        verbose_name_plural = _("companies of deals")
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "company"],
                name="deal_company_once",
                violation_error_message=_("This company is in the deal already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
