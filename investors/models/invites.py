"""Whose calendars a meeting stands in."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from delegates.models import Delegate
from investors.models.companies import Contact
from investors.models.meetings import Meeting
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models import OutgoingMail, User
from itpo.office.models.people import LANGUAGES
from itpo.office.visibility import OwnedQuerySet


class MeetingInviteQuerySet(OwnedQuerySet):
    office_path = "meeting__office"
    restricted_path = "meeting__is_restricted"
    owner_path = "meeting__officer"
    confided_path = "meeting__confided_to"

    def standing(self) -> "MeetingInviteQuerySet":
        return self.filter(stands=True)


@known_values
class MeetingInvite(models.Model):
    """One address that was asked to a meeting, and what its calendar is to know.

    Each change it has to be told raises `sequence`. What was last put into a mail is known, and in
    which mail, so that nobody is told twice and nothing is taken back that never left.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="invites", verbose_name=_("meeting")
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="invites",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="invites",
        null=True,
        blank=True,
        verbose_name=_("delegate"),
    )
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="invites",
        null=True,
        blank=True,
        verbose_name=_("one of us"),
    )
    email = models.EmailField(_("sent to"))
    language = models.CharField(_("language"), max_length=5, default="en", choices=LANGUAGES)
    stands = models.BooleanField(
        _("stands"), default=True, help_text=_("Off once it was taken back.")
    )
    sequence = models.PositiveIntegerField(_("number of the change"), default=0)
    told = models.CharField(_("what it is to know, as a digest"), max_length=64, blank=True)
    put_in_words = models.PositiveIntegerField(
        _("the change last put into a mail"), null=True, blank=True
    )
    carrier = models.ForeignKey(
        OutgoingMail,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("in which mail"),
    )
    made_at = models.DateTimeField(_("first asked"), auto_now_add=True)

    objects = MeetingInviteQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("contact", "delegate", "officer"),
                name="invite_is_of_one_person",
                violation_error_message=_("An invitation is for one person."),
            ),
            models.UniqueConstraint(
                "meeting",
                Lower("email"),
                name="invite_once_a_meeting",
                violation_error_message=_("This address is asked to the meeting already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
