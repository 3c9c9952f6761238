"""The delegates, and the posts they held."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models.agencies import Agency, HostCountry
from itpo.office import entries
from itpo.office.circles import refuse_circle
from itpo.office.constraints import known_values
from itpo.office.models import FollowUp
from itpo.office.models.folded import Folded
from itpo.office.models.people import LANGUAGES
from itpo.office.periods import Period, PeriodQuerySet
from itpo.office.visibility import SharedQuerySet


class DelegateQuerySet(SharedQuerySet):
    # By name, country, or an agency they worked at.
    searched = ("folded", "country__folded", "postings__agency__folded")

    def current(self) -> Self:
        return self.filter(archived_at=None)

    def out_of_use(self) -> Self:
        """Archived, and not merged into another record."""
        return self.filter(archived_at__isnull=False, merged_into=None)

    def with_current_post(self) -> Self:
        """Adds `agency_now` and `post_now`: the latest post they are known to hold."""
        now = Posting.objects.filter(delegate=OuterRef("pk"), is_current=True).newest_first()
        return self.select_related("country").annotate(
            agency_now=Subquery(now.values("agency__name")[:1]),
            post_now=Subquery(now.values("post")[:1]),
        )

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


@known_values
class Delegate(Folded):
    """A person for life, whatever post they hold."""

    folds: ClassVar[entries.Folds] = {
        ("family_name", "given_name"): entries.words,
        ("name_local",): entries.words,
        ("email",): entries.email,
        ("phone",): entries.phone,
    }

    family_name = models.CharField(_("family name"), max_length=80)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    name_local = models.CharField(_("name in own script"), max_length=120, blank=True)
    title = models.CharField(
        _("title"), max_length=20, blank=True, help_text=_("Dr., H.E., Ms.; as on their card.")
    )
    country = models.ForeignKey(
        HostCountry, models.PROTECT, related_name="delegates", verbose_name=_("country")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language of mails and papers"), max_length=5, default="en", choices=LANGUAGES
    )
    asked_yearly = models.BooleanField(
        _("is asked once a year where they work"),
        default=True,
        help_text=_("Off once they asked us not to."),
    )
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
        FollowUp, blank=True, related_name="delegates", verbose_name=_("follow-ups")
    )

    objects = DelegateQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (~Q(merged_into=F("id")) & Q(archived_at__isnull=False)),
                name="delegate_merged_is_archived",
                violation_error_message=_("Who is merged into another record is archived."),
            )
        ]
        indexes = [
            # The list of delegates and the picker, both by name.
            models.Index(fields=["family_name", "given_name", "id"], name="delegate_by_name")
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        refuse_circle(self, "merged_into", _("That record is itself merged into this one."))

    @property
    def full_name(self) -> str:
        """Family name first and in capitals, as the office writes it."""
        return f"{self.family_name.upper()} {self.given_name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("delegates:delegate", args=[self.pk])


class PostingQuerySet(SharedQuerySet, PeriodQuerySet):
    pass


class Posting(Period):
    """Who worked where, as what, from when to when."""

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="postings", verbose_name=_("delegate")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="postings", verbose_name=_("agency")
    )
    post = models.CharField(_("post"), max_length=160, blank=True)
    is_current = models.BooleanField(_("holds it now"), default=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = PostingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Period.Meta):
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [*Period.Meta.constraints]

    def __str__(self) -> str:
        return self.post or str(_("Post not known"))
