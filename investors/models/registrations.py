"""Who registered for an event, who was there, and the lists that say so."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from investors.models.companies import Contact
from investors.models.events import Event
from itpo.office import entries
from itpo.office.constraints import known_values
from itpo.office.models import PersonalLink, User
from itpo.office.models.folded import Folded
from itpo.office.models.people import LANGUAGES
from itpo.office.visibility import OwnedQuerySet


class EventRegistrationQuerySet(OwnedQuerySet):
    office_path = "event__office"
    searched = ("folded",)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")

    def holding_a_seat(self) -> Self:
        """Whoever comes unannounced takes nobody's seat away."""
        return self.filter(state__in=SEATED, is_walk_in=False)

    def first_come(self) -> Self:
        """The waiting list, who has waited longest first."""
        waiting = self.filter(state=EventRegistration.State.WAITING_LIST)
        return waiting.order_by("registered_at", "pk")

    def counted(self) -> Self:
        """What an attendance list has said of somebody, whichever."""
        return self.filter(state__in=COUNTED)


@known_values
class EventRegistration(Folded):
    """One person registered for an event, or who was there without."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("organisation",): entries.words,
        ("email",): entries.email,
    }

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING_LIST = "waiting_list", _("On the waiting list")
        ATTENDED = "attended", _("Attended")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="registrations", verbose_name=_("event")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=170)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REGISTERED)
    language = models.CharField(_("language"), max_length=5, default="en", choices=LANGUAGES)
    link = models.OneToOneField(
        PersonalLink,
        models.PROTECT,
        related_name="registration",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("personal link"),
    )
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    consented_at = models.DateTimeField(_("agreed to be kept on record"), null=True, blank=True)
    wants_news = models.BooleanField(_("wants to hear of further events"), default=False)
    is_walk_in = models.BooleanField(_("came unannounced"), default=False)
    joined_at = models.DateTimeField(_("came"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes there"), null=True, blank=True)

    objects = EventRegistrationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(email=""),
                name="registration_once_an_address",
                violation_error_message=_("This address is registered already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


State = EventRegistration.State
SEATED = (State.REGISTERED, State.ATTENDED, State.NO_SHOW)
COUNTED = (State.ATTENDED, State.NO_SHOW)


class AttendanceListQuerySet(OwnedQuerySet):
    office_path = "event__office"


class AttendanceList(models.Model):
    """One list of who was there, as a webinar tool wrote it: first looked at, then taken in.

    Its text is kept only until it is taken in.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="attendance_lists", verbose_name=_("event")
    )
    title = models.CharField(_("file"), max_length=120)
    text = models.TextField(_("text"), blank=True, editable=False)
    columns = models.JSONField(_("which column says what"), default=dict, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="attendance_lists", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"))
    taken_in_at = models.DateTimeField(_("taken in"), null=True, blank=True)

    objects = AttendanceListQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance list")
        verbose_name_plural = _("attendance lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_in_at__isnull=True) | Q(text=""),
                name="attendance_list_is_kept_until_taken_in",
                violation_error_message=_("What is taken in is not kept."),
            )
        ]

    def __str__(self) -> str:
        return self.title
