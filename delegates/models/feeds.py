"""The calendars somebody can subscribe to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from delegates.models.applications import Application
from itpo.office.constraints import exactly_one
from itpo.office.models import PersonalLink, User
from itpo.office.visibility import OwnedQuerySet


class CalendarFeedQuerySet(OwnedQuerySet):
    office_path = "link__office"


class CalendarFeed(models.Model):
    """One calendar to subscribe to: an officer's days, or a delegate's visit.

    Its personal link is its address. What it gave out last is known by its digest, so that a
    calendar that asks every hour is told in a few bytes that nothing has changed.
    """

    link = models.OneToOneField(
        PersonalLink, models.PROTECT, related_name="feed", verbose_name=_("personal link")
    )
    officer = models.OneToOneField(
        User,
        models.PROTECT,
        related_name="calendar_feed",
        null=True,
        blank=True,
        verbose_name=_("officer"),
    )
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        related_name="calendar_feed",
        null=True,
        blank=True,
        verbose_name=_("application"),
    )
    has_due_days = models.BooleanField(_("with the days on which follow-ups are due"), default=True)
    digest = models.CharField(_("what it gave out last"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("when that changed"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("officer", "application"),
                name="feed_is_of_one_person",
                violation_error_message=_("A calendar feed is an officer's or a delegate's."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Calendar feed %(number)s") % {"number": self.pk})
