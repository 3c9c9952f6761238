"""Applications to a programme, and what the office says of them."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import Agency
from delegates.models.asking import Criterion, RequiredDocument
from delegates.models.invitations import Invitation
from delegates.models.people import Delegate
from delegates.models.programmes import Programme
from delegates.models.visits import Visit
from itpo.office import entries
from itpo.office.constraints import known_values
from itpo.office.models import Document, FollowUp, PersonalLink, User
from itpo.office.models.folded import Folded
from itpo.office.visibility import OwnedQuerySet


class ApplicationQuerySet(OwnedQuerySet):
    office_path = "programme__office"
    searched = ("folded", "agency__folded", "programme__folded")

    def holding_a_seat(self) -> Self:
        """Accepted, or offered a seat that nobody else can have meanwhile.

        Whose visit was cancelled holds none.
        """
        return self.filter(state__in=HOLDS_A_SEAT).exclude(visit__state=Visit.State.CANCELLED)

    def not_handed_in_by(self, today: date) -> Self:
        """Still filled in on a day past the last one for it, in a programme that is not over."""
        last_day = Coalesce("open_until", "programme__call_closes_on")
        late = self.alias(last_day=last_day).filter(state__in=FILLED_IN, last_day__lt=today)
        return late.exclude(programme__state__in=OVER)

    def next_on_the_list(self) -> Self:
        """Who is waiting, whoever is first at the front."""
        return self.filter(state=Application.State.WAITING_LIST).order_by(
            models.F("waiting_rank").asc(nulls_last=True), "decided_at", "pk"
        )


@known_values
class Application(Folded):
    """One intake to a programme, on one personal link."""

    folds: ClassVar[entries.Folds] = {
        ("family_name", "given_name"): entries.words,
        ("email",): entries.email,
    }

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        STARTED = "started", _("Started")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        WAITING_LIST = "waiting_list", _("On the waiting list")
        OFFERED = "offered", _("Offered a seat")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="applications", verbose_name=_("programme")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="applications",
        null=True,
        blank=True,
        verbose_name=_("nominated by"),
    )
    invitation = models.ForeignKey(
        Invitation,
        models.PROTECT,
        related_name="applications",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("named in answer to"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="applications",
        null=True,
        blank=True,
        verbose_name=_("delegate"),
        help_text=_("Known once accepted."),
    )
    visit = models.OneToOneField(
        Visit,
        models.PROTECT,
        related_name="application",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("visit"),
    )
    link = models.OneToOneField(
        PersonalLink,
        models.PROTECT,
        related_name="application",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("personal link"),
    )
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    answers = models.JSONField(
        _("answers"), default=dict, blank=True, help_text=_("By step and field, as typed.")
    )
    saved_at = models.DateTimeField(_("last saved"), null=True, blank=True, editable=False)
    open_until = models.DateField(
        _("reopened until"), null=True, blank=True, help_text=_("Past the close of the call.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.INVITED)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("For the office. The delegate does not see it.")
    )
    told = models.TextField(
        _("what they were told"), blank=True, help_text=_("In the words of the mail.")
    )
    waiting_rank = models.PositiveSmallIntegerField(
        _("place on the waiting list"), null=True, blank=True
    )
    offer_until = models.DateField(_("seat kept until"), null=True, blank=True, editable=False)
    offer_taken_at = models.DateTimeField(_("seat taken"), null=True, blank=True, editable=False)
    report_submitted_at = models.DateTimeField(
        _("report received"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="applications", verbose_name=_("follow-ups")
    )

    objects = ApplicationQuerySet.as_manager()
    # What somebody types every few seconds is no history, and is deleted when it is deleted.
    history = HistoricalRecords(excluded_fields=["folded", "answers", "saved_at"])

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("email"),
                condition=~Q(email=""),
                name="application_once_a_programme",
                violation_error_message=_("This address has an application here already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(delegate__isnull=False),
                name="application_accepted_has_a_delegate",
                violation_error_message=_("Say which delegate was accepted."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "waiting_list", "offered", "declined"])
                | Q(decided_at__isnull=False),
                name="application_decided_says_when",
                violation_error_message=_("A decision says when it was taken."),
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False),
                name="application_offered_says_until_when",
                violation_error_message=_("An offered seat is kept until a day."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or str(_("Name not known"))

    @property
    def full_name(self) -> str:
        return f"{self.family_name.upper()} {self.given_name}".strip()

    @property
    def is_open(self) -> bool:
        """Whether whoever holds the link still fills it in."""
        return self.state in FILLED_IN

    @property
    def is_filled_in_for_them(self) -> bool:
        """Whether whoever named them fills it in, as they have no link of their own."""
        return self.link_id is None and self.invitation_id is not None

    def fill_in_by(self, programme: Programme) -> date | None:
        """The last day on which it can be filled in; None where none is set."""
        return self.open_until or programme.call_closes_on

    def get_absolute_url(self) -> str:
        return reverse("delegates:application", args=[self.pk])


FILLED_IN = (Application.State.INVITED, Application.State.STARTED)
HOLDS_A_SEAT = (Application.State.ACCEPTED, Application.State.OFFERED)
OVER = (Programme.State.COMPLETED, Programme.State.CANCELLED)


class OfApplicationQuerySet(OwnedQuerySet):
    office_path = "application__programme__office"


class ApplicationDocument(models.Model):
    """A file somebody sent with an application. What shows a passport is not here but sealed."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="documents", verbose_name=_("application")
    )
    required = models.ForeignKey(
        RequiredDocument, models.PROTECT, related_name="received", verbose_name=_("asked for")
    )
    document = models.OneToOneField(
        Document, models.PROTECT, related_name="application_document", verbose_name=_("file")
    )

    objects = OfApplicationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "required"],
                name="application_document_once",
                violation_error_message=_("This document is there already."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Document %(number)s") % {"number": self.document_id})


class Score(models.Model):
    """What one reader gives an application for one criterion."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="scores", verbose_name=_("application")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    points = models.PositiveSmallIntegerField(_("points"))

    objects = OfApplicationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "by"],
                name="score_once_a_reader",
                violation_error_message=_("You have scored this already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.points)


class ReviewNote(models.Model):
    """What somebody in the office says about an application. Delegates never see it."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="review_notes", verbose_name=_("application")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    text = models.TextField(_("note"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = OfApplicationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")

    def __str__(self) -> str:
        return self.text[:80]
