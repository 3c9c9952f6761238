"""Former delegates are asked once a year whether they still hold their post."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.people import Delegate
from itpo.office.constraints import known_values
from itpo.office.models import Office, PersonalLink, User
from itpo.office.visibility import OwnedQuerySet


class PostCheckQuerySet(OwnedQuerySet):
    searched = ("delegate__folded", "agency_typed", "post_typed")

    def to_take_over(self) -> Self:
        """Answers that tell of a new post which nobody has entered yet."""
        return self.filter(answer__in=["changed", "left"], handled_at=None)


@known_values
class PostCheck(models.Model):
    """One delegate is asked by one mail where they work now, and what they answer."""

    class Answer(models.TextChoices):
        SAME = "same", _("Still there")
        CHANGED = "changed", _("In a new post")
        LEFT = "left", _("Holds no post")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="post_checks", verbose_name=_("office")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="post_checks", verbose_name=_("delegate")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    link = models.OneToOneField(
        PersonalLink,
        models.PROTECT,
        related_name="post_check",
        editable=False,
        verbose_name=_("personal link"),
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    agency_typed = models.CharField(_("agency, as typed"), max_length=200, blank=True)
    post_typed = models.CharField(_("post, as typed"), max_length=160, blank=True)
    since_typed = models.CharField(_("since, as typed"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    handled_at = models.DateTimeField(_("entered"), null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )

    objects = PostCheckQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("yearly question about a post")
        verbose_name_plural = _("yearly questions about posts")
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "office", "year"],
                name="post_check_once_a_year",
                violation_error_message=_("They were asked this year already."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="post_check_answered_says_when",
                violation_error_message=_("An answer says when it came."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_to_take_over(self) -> bool:
        """Whether somebody has still to enter what was answered."""
        return self.answer in {self.Answer.CHANGED, self.Answer.LEFT} and self.handled_at is None
