"""What a company itself says of our part in its deal, and of the figures."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from deals.models.claims import Claim
from deals.models.deals import Deal
from investors.models import Contact
from itpo.office.constraints import known_values
from itpo.office.models import PersonalLink, User
from itpo.office.visibility import OwnedQuerySet


class ConfirmationQuerySet(OwnedQuerySet):
    office_path = "deal__office"
    restricted_path = "deal__is_confidential"
    owner_path = "deal__owner"


@known_values
class Confirmation(models.Model):
    """One request to a company to say whether our help was needed, and its answer.

    The three questions are those of the UK's Export Wins: was the help a prerequisite, did it come
    sooner, what would have happened without it.
    """

    class Needed(models.TextChoices):
        PREREQUISITE = "prerequisite", _("It would not have happened without the office")
        HELPFUL = "helpful", _("It helped, but was not decisive")
        NOT_NEEDED = "not_needed", _("It was not needed")
        CANNOT_SAY = "cannot_say", _("We cannot say")

    class Sooner(models.TextChoices):
        YEAR = "year", _("Sooner by a year or more")
        MONTHS = "months", _("Sooner by some months")
        SAME = "same", _("Not sooner")
        CANNOT_SAY = "cannot_say", _("We cannot say")

    class Without(models.TextChoices):
        NOTHING = "nothing", _("Nothing would have come of it")
        SMALLER = "smaller", _("Something smaller")
        ELSEWHERE = "elsewhere", _("The same, in another country")
        SAME = "same", _("The same")
        CANNOT_SAY = "cannot_say", _("We cannot say")

    deal = models.ForeignKey(
        Deal, models.PROTECT, related_name="confirmations", verbose_name=_("deal")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="confirmations", verbose_name=_("who is asked")
    )
    link = models.OneToOneField(
        PersonalLink, models.PROTECT, related_name="confirmation", verbose_name=_("personal link")
    )
    called = models.CharField(
        _("how the deal is called on their page"),
        max_length=200,
        help_text=_("The company reads this; nobody else does."),
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    needed = models.CharField(_("was our help needed"), max_length=12, choices=Needed, blank=True)
    sooner = models.CharField(_("did it come sooner"), max_length=10, choices=Sooner, blank=True)
    without = models.CharField(
        _("what would have happened without it"), max_length=10, choices=Without, blank=True
    )
    comment = models.TextField(_("in the company's words"), blank=True, max_length=4000)
    answered_by = models.CharField(_("who answered"), max_length=200, blank=True)
    answered_as = models.CharField(_("their post"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    used_at = models.DateTimeField(
        _("first used as evidence"),
        null=True,
        blank=True,
        help_text=_("From then on the answer stays as it is."),
    )
    called_back_at = models.DateTimeField(_("called back"), null=True, blank=True)
    called_back_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("called back by"),
    )

    objects = ConfirmationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("confirmation by a company")
        verbose_name_plural = _("confirmations by companies")
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "contact"],
                condition=Q(answered_at__isnull=True, called_back_at__isnull=True),
                name="confirmation_asked_once_at_a_time",
                violation_error_message=_("This person is asked already: remind them instead."),
            ),
            models.CheckConstraint(
                condition=~Q(called=""),
                name="confirmation_calls_the_deal_something",
                violation_error_message=_("Say how the deal is called on their page."),
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True, called_back_by__isnull=True)
                | Q(called_back_at__isnull=False, called_back_by__isnull=False),
                name="confirmation_called_back_says_by_whom",
                violation_error_message=_("What is called back says by whom."),
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(answered_at__isnull=False),
                name="confirmation_used_was_answered",
                violation_error_message=_("Only an answer can be used as evidence."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (~Q(needed="") & ~Q(sooner="") & ~Q(without="") & ~Q(answered_by="")),
                name="confirmation_answered_is_whole",
                violation_error_message=_("An answer has all three questions, and who gave it."),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def stamp(self) -> str:
        """Tells one answer from the next: what a page that shows it sends back."""
        return self.answered_at.isoformat() if self.answered_at else ""

    @property
    def who_answered(self) -> str:
        return ", ".join(part for part in (self.answered_by, self.answered_as) if part)


class ConfirmedFigureQuerySet(OwnedQuerySet):
    office_path = "confirmation__deal__office"
    restricted_path = "confirmation__deal__is_confidential"
    owner_path = "confirmation__deal__owner"


@known_values
class ConfirmedFigure(models.Model):
    """What a company says of one figure it was shown."""

    class Answer(models.TextChoices):
        RIGHT = "right", _("It is right")
        WRONG = "wrong", _("It is not right")
        UNDISCLOSED = "undisclosed", _("We do not disclose it")

    confirmation = models.ForeignKey(
        Confirmation, models.CASCADE, related_name="figures", verbose_name=_("confirmation")
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="confirmed", verbose_name=_("figure")
    )
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    value = models.DecimalField(
        _("the right figure"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    recorded_as = models.ForeignKey(
        Claim,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded as"),
    )

    objects = ConfirmedFigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure a company was asked about")
        verbose_name_plural = _("figures companies were asked about")
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "claim"],
                name="confirmed_figure_once",
                violation_error_message=_("This figure is asked about already."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(answer="wrong", value__gte=0),
                name="confirmed_figure_corrects_what_is_wrong",
                violation_error_message=_("Only a wrong figure is given another value."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display() or _("not answered yet"))
