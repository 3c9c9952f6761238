"""What was promised, by whom, until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office.constraints import known_values
from itpo.office.models.people import Office, User
from itpo.office.models.rules import Rule
from itpo.office.visibility import OwnedQuerySet


class Promiser(models.TextChoices):
    US = "us", _("Us")
    COMPANY = "company", _("The company")
    AGENCY = "agency", _("The agency")
    DELEGATE = "delegate", _("The delegate")


class FollowUpQuerySet(OwnedQuerySet):
    restricted_path = "is_restricted"
    owner_path = "owner"
    confided_path = "confided_to"
    searched = ("what", "about")

    def open(self) -> Self:
        return self.filter(state=FollowUp.State.OPEN)

    def due_by(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)

    def most_urgent_first(self) -> Self:
        return self.order_by("due_on", "pk")


@known_values
class FollowUp(models.Model):
    """One promise: what is to be done, by when, and who sees to it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="follow_ups", verbose_name=_("office")
    )
    what = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("due"))
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="follow_ups", verbose_name=_("who sees to it")
    )
    promised_by = models.CharField(
        _("who promised it"), max_length=10, choices=Promiser, default=Promiser.US
    )
    about = models.CharField(_("about"), max_length=200, blank=True)
    about_url = models.CharField(_("address of what it is about"), max_length=200, blank=True)
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
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("closed by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    rule = models.ForeignKey(
        Rule,
        models.SET_NULL,
        related_name="follow_ups",
        null=True,
        blank=True,
        verbose_name=_("rule that asked for it"),
    )
    # What a rule asked for is made once.
    key = models.CharField(
        max_length=80,
        null=True,
        blank=True,
        unique=True,
        editable=False,
    )
    # Differs from `due_on` once somebody has moved the follow-up by hand.
    asked_for_on = models.DateField(
        _("day the rule asks for"), null=True, blank=True, editable=False
    )
    # How that day was found, so that a tick looks only at what would be found anew: which row of
    # the rule's subject it is about, the day that was counted from, and how it was counted: in
    # which terms, and in which countries beside the office's own, as "DZ,MA,".
    cause = models.BigIntegerField(null=True, blank=True, editable=False)
    counted_from = models.DateField(null=True, blank=True, editable=False)
    counted_by = models.CharField(max_length=80, blank=True, editable=False)
    counted_in = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["cause", "counted_from", "counted_by", "counted_in"]
    )

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="followup_closed_says_when",
                violation_error_message=_("What is closed says when; what is open does not."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="followup_dropped_says_why",
                violation_error_message=_("Say why it is dropped."),
            ),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="followup_says_what",
                violation_error_message=_("Say what is to be done."),
            ),
        ]
        indexes = [
            # My day, the badge in the navigation and the daily mail.
            models.Index(
                fields=["owner", "due_on"],
                name="followup_open_by_owner",
                condition=Q(state="open"),
            ),
            # What of an office's is due, whoever it waits for: managers' mails and pages.
            models.Index(fields=["due_on"], name="followup_open_by_day", condition=Q(state="open")),
            # Every tick: what each rule asked for, by what it is about.
            models.Index(
                fields=["rule", "cause"],
                name="followup_by_rule",
                condition=Q(asked_for_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("office:follow-up", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def was_dropped_by_its_rule(self) -> bool:
        return self.state == self.State.DROPPED and self.closed_by_id is None
