"""The companies, their people and what they can do."""

import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from stdnum.exceptions import ValidationError as NumberError
from stdnum.jp import cn

from itpo.office import entries, partial_dates
from itpo.office.circles import refuse_circle
from itpo.office.constraints import read_as_written
from itpo.office.fields import HasPartialDates, PartialDateField
from itpo.office.models import FollowUp, Sector, User
from itpo.office.models.folded import Folded, KanaOrderField
from itpo.office.visibility import SharedQuerySet


def compact_corporate_number(typed: str) -> str:
    """The 13 digits of a 法人番号, from full-width digits, hyphens or a leading T.

    Raises ValidationError. The check digit is the National Tax Agency's:
    https://www.houjin-bangou.nta.go.jp/en/
    """
    plain = unicodedata.normalize("NFKC", typed).strip().upper().removeprefix("T")
    try:
        return str(cn.validate("".join(c for c in plain if c not in "-‐‑–—ー −")))
    except NumberError as error:
        raise ValidationError(
            _("“%(typed)s” is not a corporate number: 13 digits of which the first is a check.")
            % {"typed": typed}
        ) from error


class CorporateNumberField(models.CharField):  # type: ignore[type-arg]
    """A 法人番号, typed in any of the usual ways and kept as 13 digits, or NULL."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 13, "null": True, "blank": True, **options})

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(compact_corporate_number(value) if value else None, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        typed = getattr(model_instance, self.attname)
        number = compact_corporate_number(typed) if typed else None
        setattr(model_instance, self.attname, number)
        return number

    def formfield(self, *args: Any, **options: Any) -> Any:
        # Full-width digits, hyphens and a T are typed before they are taken out.
        return super().formfield(*args, **{"max_length": 30, **options})


class CompanyQuerySet(SharedQuerySet):
    searched = ("folded",)

    def current(self) -> Self:
        return self.filter(archived_at=None)

    def out_of_use(self) -> Self:
        """Archived, and not merged into another record."""
        return self.filter(archived_at__isnull=False, merged_into=None)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Company(Folded):
    """A company we serve, or one of its subsidiaries."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.company,
        ("name_ja",): entries.company,
        ("reading",): entries.reading,
        ("corporate_number",): entries.number,
    }

    name = models.CharField(_("name in Roman letters"), max_length=200)
    name_ja = models.CharField(_("name in Japanese"), max_length=200, blank=True)
    reading = models.CharField(_("reading in kana"), max_length=200, blank=True)
    reading_order = KanaOrderField(_("reading, as it is sorted by"))
    corporate_number = CorporateNumberField(_("corporate number (法人番号)"), unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="subsidiaries",
        null=True,
        blank=True,
        verbose_name=_("parent company"),
    )
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="companies",
        null=True,
        blank=True,
        verbose_name=_("who looks after it"),
    )
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="companies", verbose_name=_("sectors")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
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
        FollowUp, blank=True, related_name="companies", verbose_name=_("follow-ups")
    )

    objects = CompanyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors], excluded_fields=["folded", "reading_order"])

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(
                condition=Q(corporate_number__isnull=True)
                | Q(corporate_number__regex=r"^[1-9][0-9]{12}$"),
                name="company_number_is_13_digits",
                violation_error_message=_("A corporate number has 13 digits."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="company_is_not_its_own_parent",
                violation_error_message=_("A company is not its own parent."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (~Q(merged_into=F("id")) & Q(archived_at__isnull=False)),
                name="company_merged_is_archived",
                violation_error_message=_("What is merged into another company is archived."),
            ),
        ]
        indexes = [
            # The list of companies and the picker, both by name.
            models.Index(fields=["name", "id"], name="company_by_name"),
            # The same list for who reads Japanese.
            models.Index(fields=["reading_order", "name", "id"], name="company_by_reading"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def both_names(self) -> str:
        return f"{self.name} {self.name_ja}".strip()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.corporate_number = self.corporate_number or None
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        refuse_circle(self, "parent", _("That company is itself a subsidiary of this one."))
        refuse_circle(self, "merged_into", _("That company is itself merged into this one."))

    def get_absolute_url(self) -> str:
        return reverse("investors:company", args=[self.pk])


class ContactQuerySet(SharedQuerySet):
    # Also by where they were before: that is how they are remembered.
    searched = ("folded", "company__folded", "postings__company__folded")

    def current(self) -> Self:
        """Those who are still there."""
        return self.on_record().filter(left_on=None)

    def on_record(self) -> Self:
        """Those who were not merged into another record, also if they have left."""
        return self.filter(archived_at=None)

    def not_checked_since(self, day: date) -> Self:
        """Of whom nobody has said since a day that they are still there."""
        return self.current().filter(Q(checked_on=None) | Q(checked_on__lt=day))

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


class Contact(Folded, HasPartialDates):
    """A person at a company. Names are kept as typed, in each script apart."""

    folds: ClassVar[entries.Folds] = {
        ("family_name", "given_name"): entries.person,
        ("family_name_ja", "given_name_ja"): entries.kanji_name,
        ("reading",): entries.reading,
        ("email",): entries.email,
        ("phone",): entries.phone,
    }

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="contacts", verbose_name=_("company")
    )
    family_name = models.CharField(_("family name"), max_length=80)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name_ja = models.CharField(_("family name in kanji"), max_length=80, blank=True)
    given_name_ja = models.CharField(_("given name in kanji"), max_length=80, blank=True)
    reading = models.CharField(_("reading in kana"), max_length=120, blank=True)
    reading_order = KanaOrderField(_("reading, as it is sorted by"))
    department = models.CharField(_("department"), max_length=120, blank=True)
    post = models.CharField(_("post"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    since = PartialDateField(_("in this post since"))
    since_edtf = models.CharField(max_length=60, blank=True, editable=False)
    since_earliest = models.DateField(null=True, blank=True, editable=False)
    since_latest = models.DateField(null=True, blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    checked_on = models.DateField(_("known to be there on"), null=True, blank=True, editable=False)
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

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded", "reading_order"])

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            read_as_written("since", "contact_since_as_read"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (~Q(merged_into=F("id")) & Q(archived_at__isnull=False)),
                name="contact_merged_is_archived",
                violation_error_message=_("Who is merged into another record is archived."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        refuse_circle(self, "merged_into", _("That record is itself merged into this one."))

    @property
    def full_name(self) -> str:
        return f"{self.family_name.upper()} {self.given_name}".strip()

    @property
    def since_shown(self) -> str:
        return partial_dates.shown(self.since_edtf, self.since_earliest, self.since_latest)

    @property
    def name_ja(self) -> str:
        """In kanji, without a space."""
        return f"{self.family_name_ja}{self.given_name_ja}"

    def get_absolute_url(self) -> str:
        return reverse("investors:contact", args=[self.pk])


def check_contact(contact_id: int | None, company_id: int | None) -> None:
    """Refuse a person beside a company they never belonged to. Raises ValidationError."""
    if contact_id is None:
        return
    theirs = Contact.objects.filter(
        Q(company=company_id) | Q(postings__company=company_id), pk=contact_id
    )
    if company_id is None or not theirs.exists():
        raise ValidationError(_("This person belongs to another company."))


class TechnologyQuerySet(SharedQuerySet):
    searched = ("folded", "company__folded")

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Technology(Folded):
    """A technology a company offers."""

    folds: ClassVar[entries.Folds] = {
        ("name",): entries.words,
        ("summary",): entries.words,
        ("sectors_typed",): entries.words,
    }

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="technologies", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("what it does"), blank=True)
    sectors_typed = models.TextField(_("sectors, as typed"), blank=True)
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="technologies", verbose_name=_("sectors")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = TechnologyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sectors], excluded_fields=["folded"])

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"],
                name="technology_once_a_company",
                violation_error_message=_("The company has a technology of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:technology", args=[self.pk])
