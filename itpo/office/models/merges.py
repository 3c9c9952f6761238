"""Records that are one: what was merged, and what may have to be."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from itpo.office.constraints import known_values
from itpo.office.models.people import User
from itpo.office.visibility import SharedQuerySet


class MergeQuerySet(SharedQuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at=None)

    def with_steps(self) -> Self:
        """Those of which it is still kept what they changed."""
        return self.exclude(steps=[])


class Merge(models.Model):
    """One record was merged into another: all that was changed, so that it can be taken back.

    `steps` holds what restricted records said, too: nothing shows it. It is emptied after a while.
    """

    model = models.CharField(_("table"), max_length=40)
    winner = models.BigIntegerField(_("number of the record that stays"))
    loser = models.BigIntegerField(_("number of the record that went into it"))
    steps = models.JSONField(_("what was changed"), default=list, editable=False)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.PROTECT, related_name="merges", verbose_name=_("by"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(
                condition=~Q(winner=F("loser")),
                name="merge_is_of_two",
                violation_error_message=_("A record is not merged into itself."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_taken_back_says_by_whom",
                violation_error_message=_("What is taken back says when, and by whom."),
            ),
            models.UniqueConstraint(
                fields=["model", "loser"],
                condition=Q(undone_at__isnull=True),
                name="merged_once",
                violation_error_message=_("This record is merged into another already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.loser} → {self.winner}"


class Reason(models.TextChoices):
    """Why two records may be one, the strongest first."""

    NUMBER = "number", _("the same corporate number")
    MAIL = "mail", _("the same e-mail")
    NAME = "name", _("the same name")
    FIRM = "firm", _("the same name without 株式会社, Co., Ltd. and the like")
    READING = "reading", _("the reading is the same")
    ROMAJI = "romaji", _("the same name in Roman letters")
    ONE_LETTER = "one_letter", _("the name in Roman letters differs by one letter")
    PHONE = "phone", _("the same phone")
    DOMAIN = "domain", _("the same web or mail domain")


@known_values
class RecordKey(models.Model):
    """Something by which a record can be known, folded: two that share one may be one.

    Made again whenever the record changes; nothing else depends on it.
    """

    model = models.CharField(_("table"), max_length=40)
    row = models.BigIntegerField(_("row"))
    reason = models.CharField(_("what it is"), max_length=10, choices=Reason)
    key = models.CharField(_("key"), max_length=200)
    whole = models.CharField(_("what the key is a part of"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("key of a record")
        verbose_name_plural = _("keys of records")
        constraints = [
            # Also what a record is known by: taken away and made again when it changes.
            models.UniqueConstraint(
                fields=["model", "row", "reason", "key"],
                name="record_key_once",
                violation_error_message=_("The record is known by this already."),
            )
        ]
        indexes = [
            # Who else is known by it: before a record is saved, and the list of suspected pairs.
            models.Index(fields=["model", "key", "reason"], name="record_key_by_key")
        ]

    def __str__(self) -> str:
        return self.key


class SuspectedPairQuerySet(SharedQuerySet):
    def open(self) -> Self:
        """Those of which nobody has said that they are two."""
        return self.filter(told_apart_at=None)

    def strongest_first(self) -> Self:
        return self.order_by("-weight", "pk")


class SuspectedPair(models.Model):
    """Two records that may be one, or of which somebody said that they are two."""

    model = models.CharField(_("table"), max_length=40)
    first = models.BigIntegerField(_("number of the older record"))
    second = models.BigIntegerField(_("number of the newer record"))
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight of the reasons"), default=0)
    told_apart_at = models.DateTimeField(_("told apart"), null=True, blank=True)
    told_apart_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("told apart by"),
    )

    objects = SuspectedPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspected pair")
        verbose_name_plural = _("suspected pairs")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="pair_is_in_order",
                violation_error_message=_("A pair is of two records, the older one first."),
            ),
            models.CheckConstraint(
                condition=Q(told_apart_at__isnull=True, told_apart_by__isnull=True)
                | Q(told_apart_at__isnull=False, told_apart_by__isnull=False),
                name="pair_told_apart_says_by_whom",
                violation_error_message=_("What is told apart says when, and by whom."),
            ),
            models.UniqueConstraint(
                fields=["model", "first", "second"],
                name="pair_once",
                violation_error_message=_("These two are a pair already."),
            ),
        ]
        indexes = [
            # The page of suspected pairs, the most reasons first.
            models.Index(
                fields=["model", "-weight", "id"],
                name="pair_open_by_weight",
                condition=Q(told_apart_at__isnull=True),
            ),
            # Taking away what is no longer suspected of a record: it may be the newer of the two.
            models.Index(fields=["model", "second"], name="pair_by_second"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.first}, {self.second}"

    @property
    def why(self) -> list[str]:
        """The reasons, in words."""
        return [str(Reason(one).label) for one in self.reasons]
