"""Meetings: one contact of a kind, with its people on every side."""

from datetime import date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Delegate, HostCountry, Visit
from investors.models.companies import Company, Contact, check_contact
from investors.models.events import Event
from investors.models.missions import Mission, MissionLeg
from itpo.office import entries, partial_dates
from itpo.office.constraints import NewestFirstIndex, is_only, known_values
from itpo.office.joined import names_of
from itpo.office.models import FollowUp, Office, Partner, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.models.people import check_time_zone
from itpo.office.time_zones import city_of
from itpo.office.visibility import OwnedQuerySet


class MeetingQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "officer"
    confided_path = "confided_to"
    searched = ("folded", "parties__company__folded")

    def held(self) -> Self:
        return self.filter(state=Meeting.State.HELD)

    def perhaps_from(self, first: date) -> Self:
        return self.filter(day__gte=first)

    def perhaps_until(self, last: date) -> Self:
        return self.filter(day__lte=last)

    def with_country(self, country: HostCountry) -> Self:
        """With somebody from a host country, or on a mission that went there and nowhere else."""
        there = MissionLeg.objects.filter(country=country).values("mission")
        elsewhere = MissionLeg.objects.exclude(country=country).values("mission")
        seats = MeetingParty.objects.filter(delegate__country=country).values("meeting")
        only_there = Mission.objects.filter(pk__in=there).exclude(pk__in=elsewhere)
        return self.filter(
            Q(visit__delegate__country=country)
            | Q(pk__in=seats)
            | Q(mission__in=only_there.values("pk"))
        )

    def on_theme(self, theme: Theme) -> Self:
        """Within a mission or an event on a theme, or a visit within such a programme."""
        return self.filter(
            Q(mission__in=theme.missions.values("pk"))
            | Q(event__in=theme.events.values("pk"))
            | Q(visit__programme__in=theme.programmes.values("pk"))
        )

    def still_planned_by(self, day: date) -> Self:
        """Whose day has come, and nobody has written down what came of it."""
        return self.filter(state=Meeting.State.PLANNED, day__lte=day)

    def postponed(self) -> Self:
        """Without a new day so far."""
        return self.filter(state=Meeting.State.POSTPONED)

    def without_minutes(self, by: User) -> Self:
        """Held and logged by somebody, who has not said yet what was spoken.

        Of a mail or an enquiry there are no minutes.
        """
        return (
            self.held()
            .filter(written_down_by=by, minutes="", needs_no_minutes=False)
            .exclude(kind__in=[Meeting.Kind.MAIL, Meeting.Kind.ENQUIRY])
        )

    def soonest_first(self) -> Self:
        return self.order_by(
            F("day").asc(nulls_last=True), F("starts_at").asc(nulls_last=True), "pk"
        )

    def newest_first(self) -> Self:
        return self.order_by(
            F("day").desc(nulls_last=True), F("starts_at").desc(nulls_last=True), "-pk"
        )

    def with_names(self) -> Self:
        """Adds `company_names` and `delegate_names`: who sat there, in one text each."""
        seats = MeetingParty.objects.all()
        delegate = Concat(Upper("delegate__family_name"), Value(" "), "delegate__given_name")
        return self.annotate(
            company_names=names_of(seats.exclude(company=None), "meeting", "company__name"),
            delegate_names=names_of(seats.exclude(delegate=None), "meeting", delegate),
        )


@known_values
class Meeting(Folded):
    """One contact of a kind, part of a visit, a mission, an event or nothing."""

    folds: ClassVar[entries.Folds] = {
        ("subject",): entries.words,
    }

    class Kind(models.TextChoices):
        VISIT = "visit", _("Face to face")
        SITE = "site", _("Site visit")
        OFFICIAL = "official", _("Official call")
        CALL = "call", _("Phone call")
        VIDEO = "video", _("Video call")
        MAIL = "mail", _("Mail")
        ENQUIRY = "enquiry", _("Enquiry")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("Somebody did not come")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class Interest(models.TextChoices):
        NONE = "none", _("None")
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="meetings", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VISIT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    subject = models.CharField(_("subject"), max_length=200)
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone it was planned in"),
        max_length=60,
        default="Asia/Tokyo",
        validators=[check_time_zone],
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("during the visit"),
    )
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("during the mission"),
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("at the event"),
    )
    companies = models.ManyToManyField(
        Company,
        through="MeetingParty",
        through_fields=("meeting", "company"),
        related_name="meetings",
        verbose_name=_("companies"),
    )
    delegates = models.ManyToManyField(
        Delegate,
        through="MeetingParty",
        through_fields=("meeting", "delegate"),
        related_name="meetings",
        verbose_name=_("delegates"),
    )
    outcome = models.TextField(_("what came of it"), blank=True)
    interest = models.CharField(
        _("the company's interest"), max_length=6, choices=Interest, blank=True
    )
    cancelled_because = models.CharField(_("why cancelled"), max_length=200, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    needs_no_minutes = models.BooleanField(_("no minutes will follow"), default=False)
    officer = models.ForeignKey(
        User, models.PROTECT, related_name="meetings", verbose_name=_("who looks after it")
    )
    written_down_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="meetings_written_down",
        null=True,
        blank=True,
        verbose_name=_("who wrote down what came of it"),
    )
    written_down_at = models.DateTimeField(_("written down"), null=True, blank=True)
    is_restricted = models.BooleanField(_("for its owner and the managers only"), default=False)
    confided_to = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("seen by, too"),
        help_text=_("Of what is restricted: the owner of the confidential deal it belongs to."),
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    logged_at = models.DateTimeField(_("logged"), auto_now_add=True)
    # The page it was last sent from, so that what a poor connection sends twice is done once.
    sent_from = models.UUIDField(
        _("page it was sent from"), unique=True, null=True, blank=True, editable=False
    )
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="meetings", verbose_name=_("follow-ups")
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True, mission__isnull=True)
                | Q(visit__isnull=True, event__isnull=True)
                | Q(mission__isnull=True, event__isnull=True),
                name="meeting_belongs_to_one_thing_at_most",
                violation_error_message=_(
                    "A meeting is part of a visit, a mission or an event, not of several."
                ),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(day__isnull=False),
                name="meeting_with_a_time_has_a_day",
                violation_error_message=_("A meeting with a time has a day."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The meeting ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(written_down_by__isnull=True, written_down_at__isnull=True)
                | Q(written_down_by__isnull=False, written_down_at__isnull=False),
                name="meeting_written_down_by_somebody_at_a_time",
                violation_error_message=_("Say who wrote down what came of it, and when."),
            ),
        ]
        indexes = [
            # The list of meetings.
            NewestFirstIndex(
                fields=["office", "-day", "-starts_at", "-id"], name="meeting_by_office_and_day"
            ),
            # What is still to be logged, on My day and on its own page.
            models.Index(
                fields=["office", "day"],
                name="meeting_not_yet_logged",
                condition=Q(state__in=["planned", "postponed"]),
            ),
            # Every tick: which enquiries are unanswered. They are few among all meetings.
            models.Index(fields=["office"], name="meeting_enquiries", condition=Q(kind="enquiry")),
            # Whose minutes are still to be completed.
            models.Index(
                fields=["written_down_by", "-day"],
                name="meeting_without_minutes",
                condition=Q(state="held", minutes="", needs_no_minutes=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def when(self) -> str:
        """The day, and the time where it is known, as the clocks say where it was planned."""
        if not self.day:
            return ""
        return ", ".join(filter(None, (partial_dates.day_shown(self.day), self.clock)))

    @property
    def starts_there(self) -> datetime | None:
        """When it begins, in the time zone it was planned in."""
        return self.starts_at and self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends_there(self) -> datetime | None:
        """When it ends, in the time zone it was planned in."""
        return self.ends_at and self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def clock(self) -> str:
        """From when to when where it was planned, and which place's; empty when not known."""
        there = [f"{one:%H:%M}" for one in (self.starts_there, self.ends_there) if one]
        city = city_of(self.time_zone)
        return f"{'–'.join(there)} ({city})" if there else ""

    def get_absolute_url(self) -> str:
        return reverse("investors:meeting", args=[self.pk])


# Somebody has to be somewhere for these; a mail or an enquiry is no appointment.
APPOINTMENTS = frozenset(
    {
        Meeting.Kind.VISIT,
        Meeting.Kind.SITE,
        Meeting.Kind.OFFICIAL,
        Meeting.Kind.CALL,
        Meeting.Kind.VIDEO,
    }
)

NOBODY = [f"{who}__isnull" for who in ("company", "contact", "delegate", "officer", "partner")]


class MeetingPartyQuerySet(OwnedQuerySet):
    office_path = "meeting__office"
    restricted_path = "meeting__is_restricted"
    owner_path = "meeting__officer"
    confided_path = "meeting__confided_to"


class MeetingParty(models.Model):
    """One side at a meeting: a company (and who of it), a delegate, one of us, a partner."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="parties", verbose_name=_("meeting")
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        related_name="meeting_places",
        null=True,
        blank=True,
        verbose_name=_("company"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="meeting_places",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="meeting_places",
        null=True,
        blank=True,
        verbose_name=_("delegate"),
    )
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="meeting_places",
        null=True,
        blank=True,
        verbose_name=_("one of us"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="meeting_places",
        null=True,
        blank=True,
        verbose_name=_("partner"),
    )
    name = models.CharField(_("name, where there is no record"), max_length=160, blank=True)

    objects = MeetingPartyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("party of a meeting")
        verbose_name_plural = _("parties of meetings")
        constraints = [
            models.CheckConstraint(
                # A contact comes with the company; a name may stand beside a company too.
                condition=is_only("company", "delegate", "officer", "partner")
                | is_only("delegate", "company", "contact", "officer", "partner")
                | is_only("officer", "company", "contact", "delegate", "partner")
                | is_only("partner", "company", "contact", "delegate", "officer")
                | (Q(**dict.fromkeys(NOBODY, True)) & ~Q(name="")),
                name="party_is_one_side",
                violation_error_message=_(
                    "Each line names one side: a company, a delegate, one of us, or a partner."
                ),
            ),
            models.UniqueConstraint(
                fields=["meeting", "contact"],
                name="party_contact_once_a_meeting",
                violation_error_message=_("This person is at the meeting already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "delegate"],
                name="party_delegate_once_a_meeting",
                violation_error_message=_("This person is at the meeting already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "officer"],
                name="party_officer_once_a_meeting",
                violation_error_message=_("This person is at the meeting already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "partner"],
                name="party_partner_once_a_meeting",
                violation_error_message=_("This partner is at the meeting already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "company"],
                condition=Q(contact__isnull=True, name=""),
                name="party_company_once_a_meeting",
                violation_error_message=_("This company is at the meeting already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Party of a meeting"))

    def clean(self) -> None:
        check_contact(self.contact_id, self.company_id)
