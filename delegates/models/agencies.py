"""The host countries and the bodies that send delegates."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office import entries
from itpo.office.circles import refuse_circle
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp, Theme, User
from itpo.office.models.folded import Folded
from itpo.office.models.reference import country_code
from itpo.office.visibility import SharedQuerySet


class HostCountryQuerySet(SharedQuerySet):
    searched = ("folded",)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class HostCountry(Folded):
    """A country that sends delegates and receives missions."""

    folds: ClassVar[entries.Folds] = {("name",): entries.words}

    code = models.CharField(
        _("code (ISO 3166)"),
        max_length=2,
        unique=True,
        validators=[country_code],
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    desk_officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="countries",
        null=True,
        blank=True,
        verbose_name=_("desk officer"),
    )
    visa_notes = models.TextField(_("visa and papers"), blank=True)
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="countries", verbose_name=_("themes")
    )

    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="countries", verbose_name=_("follow-ups")
    )

    objects = HostCountryQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[themes], excluded_fields=["folded"])

    class Meta:
        verbose_name = _("host country")
        verbose_name_plural = _("host countries")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("delegates:country", args=[self.pk])


class AgencyQuerySet(SharedQuerySet):
    searched = ("folded", "country__folded")

    def current(self) -> Self:
        """Neither archived nor renamed since."""
        return self.filter(archived_at=None, successors=None)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


@known_values
class Agency(Folded):
    """A body that sends delegates: an investment promotion agency, a ministry, a chamber."""

    folds: ClassVar[entries.Folds] = {("name",): entries.words, ("short_name",): entries.words}

    class Kind(models.TextChoices):
        IPA = "ipa", _("Investment promotion agency")
        MINISTRY = "ministry", _("Ministry or department")
        BANK = "bank", _("Development bank")
        CHAMBER = "chamber", _("Chamber")
        EXPORT = "export", _("Export agency")
        ZONE = "zone", _("Economic or free zone")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    country = models.ForeignKey(
        HostCountry, models.PROTECT, related_name="agencies", verbose_name=_("country")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.IPA)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name=_("what it was called before"),
    )
    website = models.URLField(_("website"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        verbose_name=_("merged into"),
    )
    follow_ups = models.ManyToManyField(
        FollowUp, blank=True, related_name="agencies", verbose_name=_("follow-ups")
    )

    objects = AgencyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name"],
                name="agency_name_once_a_country",
                violation_error_message=_("This country has an agency of that name already."),
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                name="agency_is_not_its_own_predecessor",
                violation_error_message=_("An agency is not its own predecessor."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (~Q(merged_into=F("id")) & Q(archived_at__isnull=False)),
                name="agency_merged_is_archived",
                violation_error_message=_("What is merged into another agency is archived."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        refuse_circle(self, "predecessor", _("That agency is itself a successor of this one."))
        refuse_circle(self, "merged_into", _("That agency is itself merged into this one."))

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.short_name})" if self.short_name else self.name

    def get_absolute_url(self) -> str:
        return reverse("delegates:agency", args=[self.pk])
