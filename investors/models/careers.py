"""Where contacts worked before, and to whom abroad their details were given."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Agency, HostCountry
from investors.models.companies import Company, Contact
from itpo.office.constraints import known_values
from itpo.office.models import Office, User
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import OwnedQuerySet, SharedQuerySet


class ContactPostingQuerySet(SharedQuerySet, PeriodQuerySet):
    pass


class ContactPosting(Period):
    """A post a contact held before. What they hold now stands on the contact itself."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="postings", verbose_name=_("contact")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="postings", verbose_name=_("company")
    )
    department = models.CharField(_("department"), max_length=120, blank=True)
    post = models.CharField(_("post"), max_length=120, blank=True)
    successor = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="followed",
        null=True,
        blank=True,
        verbose_name=_("who came after them"),
    )

    objects = ContactPostingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Period.Meta):
        verbose_name = _("earlier post")
        verbose_name_plural = _("earlier posts")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("contact")),
                name="contactposting_successor_is_somebody_else",
                violation_error_message=_("Nobody comes after themselves."),
            ),
        ]

    def __str__(self) -> str:
        return self.post or str(_("Post not known"))


class HandOverQuerySet(OwnedQuerySet):
    def newest_first(self) -> "HandOverQuerySet":
        return self.order_by("-on", "-pk")


@known_values
class HandOver(models.Model):
    """A contact's details given to an agency abroad, and how they had agreed to it.

    Japan's law on personal information asks for consent, given after the country and how it
    protects such data were named, and for a record: Act on the Protection of Personal
    Information, articles 28 and 29, https://www.ppc.go.jp/en/legal/
    """

    class Consent(models.TextChoices):
        WRITING = "writing", _("In writing")
        MAIL = "mail", _("By e-mail")
        SAID = "said", _("They said so")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="hand_overs", verbose_name=_("office")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="hand_overs", verbose_name=_("whose details")
    )
    on = models.DateField(_("given on"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="hand_overs", verbose_name=_("given to")
    )
    recipient = models.CharField(_("who there"), max_length=120, blank=True)
    country = models.ForeignKey(
        HostCountry,
        models.PROTECT,
        related_name="hand_overs",
        verbose_name=_("country they went to"),
    )
    what = models.CharField(
        _("what was given"), max_length=200, help_text=_("Name, post, e-mail; not what it says.")
    )
    consent = models.CharField(_("how they agreed"), max_length=10, choices=Consent)
    consented_on = models.DateField(
        _("agreed on"),
        help_text=_("After they were told the country, and how it protects such data."),
    )
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("recorded by")
    )

    objects = HandOverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_on__lte=F("on")),
                name="handover_after_consent",
                violation_error_message=_("They agreed before anything was given."),
            ),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="handover_says_what",
                violation_error_message=_("Say what was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
