"""Lists all offices share: partners, sectors, themes, holidays, exchange rates."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office import entries
from itpo.office.constraints import known_values
from itpo.office.models.folded import Folded
from itpo.office.visibility import OwnedQuerySet, SharedQuerySet

country_code = RegexValidator(
    r"^[A-Z]{2}\Z", _("Write the country as two capital letters, for example MA.")
)
currency_code = RegexValidator(
    r"^[A-Z]{3}\Z", _("Write the currency as three capital letters, for example MAD.")
)


class PartnerQuerySet(SharedQuerySet):
    searched = ("folded",)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class SectorQuerySet(SharedQuerySet):
    searched = ("code", "name", "words")


class ThemeQuerySet(SharedQuerySet):
    searched = ("name", "code")


@known_values
class Partner(Folded):
    """An institution that takes part beside us: METI, JETRO, an embassy, a bank, a university."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("short_name",): entries.words,
    }

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government of the office's country")
        EMBASSY = "embassy", _("Embassy or foreign government")
        UN = "un", _("United Nations")
        AGENCY = "agency", _("Trade or cooperation agency")
        CHAMBER = "chamber", _("Chamber or association")
        BANK = "bank", _("Bank")
        UNIVERSITY = "university", _("University")
        CITY = "city", _("City or region")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    website = models.URLField(_("website"), blank=True)
    is_us = models.BooleanField(_("is one of our own offices"), default=False)
    follow_ups = models.ManyToManyField(
        "office.FollowUp", blank=True, related_name="partners", verbose_name=_("follow-ups")
    )

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("office:partner", args=[self.pk])


class PartnerRole(models.TextChoices):
    """In which role a partner takes part in a programme, mission or event."""

    ORGANISER = "organiser", _("Organiser")
    CO_HOST = "co_host", _("Co-host")
    HOST = "host", _("Host")
    COUNTERPART = "counterpart", _("Counterpart")
    SPEAKER = "speaker", _("Speaker")
    FUNDER = "funder", _("Funder")


class Sector(models.Model):
    """One entry of the industry classification ISIC, of one revision."""

    revision = models.PositiveSmallIntegerField(_("ISIC revision"), default=4)
    code = models.CharField(_("code"), max_length=6)
    name = models.CharField(_("name"), max_length=200)
    words = models.TextField(
        _("other words for it"),
        blank=True,
        help_text=_("One a line, as people type them: food machinery, solar, wire harness."),
    )

    objects = SectorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "code"],
                name="sector_code_once_a_revision",
                violation_error_message=_("This revision has a sector with this code already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Theme(models.Model):
    """An area of cooperation: circular economy, industrial skills, TICAD, an SDG target."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    code = models.CharField(_("code"), max_length=20, blank=True)

    objects = ThemeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name


class HolidayQuerySet(SharedQuerySet):
    def between(self, first: date, last: date) -> Self:
        return self.filter(on__range=(first, last))


class Holiday(models.Model):
    """A day on which a country, or one office, does not work, beyond what the library knows.

    Or, with `is_worked`, a day on which it does: a holiday that was moved, a Saturday worked
    instead of another day.
    """

    country_code = models.CharField(
        _("country (ISO 3166)"), max_length=2, validators=[country_code]
    )
    office = models.ForeignKey(
        "office.Office",
        models.CASCADE,
        related_name="closures",
        null=True,
        blank=True,
        verbose_name=_("only this office"),
    )
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    is_worked = models.BooleanField(
        _("is worked"),
        default=False,
        help_text=_("Tick this for a holiday or a day of a weekend on which work goes on."),
    )

    objects = HolidayQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.UniqueConstraint(
                fields=["country_code", "on"],
                condition=Q(office__isnull=True),
                name="holiday_once_a_country",
                violation_error_message=_("This day is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["office", "on"],
                condition=Q(office__isnull=False),
                name="closure_once_an_office",
                violation_error_message=_("This day is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class YearlyClosureQuerySet(OwnedQuerySet):
    searched = ("name",)

    def by_day(self) -> Self:
        return self.order_by("first_month", "first_day", "pk")


def a_day_of_the_year(end: str) -> models.CheckConstraint:
    """A month, and a day that it has in some year."""
    month, day = f"{end}_month", f"{end}_day"
    has_31 = Q(**{f"{month}__in": [1, 3, 5, 7, 8, 10, 12], f"{day}__range": (1, 31)})
    has_30 = Q(**{f"{month}__in": [4, 6, 9, 11], f"{day}__range": (1, 30)})
    february = Q(**{month: 2, f"{day}__range": (1, 29)})
    return models.CheckConstraint(
        condition=has_31 | has_30 | february,
        name=f"yearly_closure_{end}_is_a_day",
        violation_error_message=_("There is no such day."),
    )


class YearlyClosure(models.Model):
    """Days on which an office is closed every year, such as those around the New Year.

    They may go on into the next year. 29 February is a day only of the years that have it.
    """

    office = models.ForeignKey(
        "office.Office",
        models.CASCADE,
        related_name="yearly_closures",
        verbose_name=_("office"),
    )
    name = models.CharField(_("name"), max_length=120)
    first_month = models.PositiveSmallIntegerField(_("month of the first day"))
    first_day = models.PositiveSmallIntegerField(_("first day"))
    last_month = models.PositiveSmallIntegerField(_("month of the last day"))
    last_day = models.PositiveSmallIntegerField(
        _("last day"), help_text=_("Before the first: of the next year.")
    )

    objects = YearlyClosureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("yearly closure")
        verbose_name_plural = _("yearly closures")
        constraints = [
            a_day_of_the_year("first"),
            a_day_of_the_year("last"),
            models.UniqueConstraint(
                fields=["office", "first_month", "first_day", "last_month", "last_day"],
                name="yearly_closure_once_an_office",
                violation_error_message=_("These days are in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(first_month=F("last_month"), first_day__lte=F("last_day"))
                | Q(last_month__gt=F("first_month"), last_month__lte=F("first_month") + 2)
                | Q(last_month__lte=F("first_month") - 10),  # on into the next year
                name="yearly_closure_within_three_months",
                violation_error_message=_("A closure lies within three months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"

    @property
    def days(self) -> str:
        """From which day to which, in words."""
        first, last = (
            _("%(day)s %(month)s") % {"day": day, "month": MONTHS.get(month, month)}
            for day, month in [
                (self.first_day, self.first_month),
                (self.last_day, self.last_month),
            ]
        )
        return str(first) if first == last else f"{first} – {last}"


class ExchangeRateQuerySet(SharedQuerySet):
    searched = ("from_currency", "to_currency", "source")


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in another on a day."""

    from_currency = models.CharField(_("one"), max_length=3, validators=[currency_code])
    to_currency = models.CharField(_("is worth in"), max_length=3, validators=[currency_code])
    on = models.DateField(_("day"))
    rate = models.DecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        validators=[MinValueValidator(Decimal("0.00000001"))],
    )
    source = models.CharField(_("source"), max_length=200)

    objects = ExchangeRateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(
                fields=["from_currency", "to_currency", "on"],
                name="rate_once_a_day",
                violation_error_message=_("There is a rate for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="rate_is_positive",
                violation_error_message=_("A rate is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(from_currency=F("to_currency")),
                name="rate_between_two_currencies",
                violation_error_message=_("A rate is between two currencies."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_currency}/{self.to_currency} {self.on}"

    @property
    def rate_shown(self) -> str:
        """The rate without the zeros at its end."""
        return f"{self.rate.normalize():f}"
