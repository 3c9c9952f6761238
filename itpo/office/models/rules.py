"""The rules: what every visit, mission, programme, … of an office calls for, and when."""

from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office import placeholders
from itpo.office.constraints import known_values
from itpo.office.models.people import LANGUAGES, Office
from itpo.office.visibility import OwnedQuerySet

FURTHEST = 400  # days, working days or months


class Subject(models.TextChoices):
    VISIT = "visit", _("Visit")
    MISSION = "mission", _("Mission")
    PROGRAMME = "programme", _("Programme")
    APPLICATION = "application", _("Application")
    ENQUIRY = "enquiry", _("Enquiry")
    DEAL = "deal", _("Deal")
    CLAIM = "claim", _("Verified figure")
    DELEGATE = "delegate", _("Former delegate")


class Anchor(models.TextChoices):
    BEGINS = "begins", _("its first day")
    ENDS = "ends", _("its last day")
    CALL_CLOSES = "call_closes", _("the day the call closes")
    INVITED = "invited", _("the day of the invitation")
    CLOSES = "closes", _("the last day to hand it in")
    VISIT_ENDS = "visit_ends", _("the last day of the visit")
    ASKED = "asked", _("the day it came")
    RHYTHM = "rhythm", _("the day its rhythm has run out")
    CHECK_AGAIN = "check_again", _("the day it is to be checked again")
    POST_ASKED = "post_asked", _("the day they were asked where they work")
    LEFT = "left", _("the last day of their latest visit")


class Condition(models.TextChoices):
    PAPERS = "papers", _("while papers are missing")
    INTEREST = "interest", _("while a company's interest is not known")
    REPORT = "report", _("while a report is missing")
    NOT_IN = "not_in", _("while the form is not in")
    UNANSWERED = "unanswered", _("while unanswered")
    UNPLANNED = "unplanned", _("while nothing is planned")
    NO_ADDRESS = "no_address", _("while no address is known")


class Unit(models.TextChoices):
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")


class Working(models.TextChoices):
    OFFICE = "office", _("at the office")
    BOTH = "both", _("at the office and in the host country")


class Tells(models.TextChoices):
    OWNER = "owner", _("Whoever looks after it: a follow-up")
    DELEGATE = "delegate", _("The delegate: a mail")
    COMPANIES = "companies", _("Those met of companies: a mail to each")
    MEMBERS = "members", _("The members of the mission: a mail to each")


class Fits(NamedTuple):
    """What a rule about one subject may count from, depend on, and do."""

    anchor: tuple[Anchor, ...]
    condition: tuple[Condition, ...]
    tells: tuple[Tells, ...] = (Tells.OWNER,)


FITS = {
    Subject.VISIT: Fits(
        (Anchor.BEGINS, Anchor.ENDS),
        (Condition.PAPERS, Condition.INTEREST),
        (Tells.OWNER, Tells.DELEGATE, Tells.COMPANIES),
    ),
    Subject.MISSION: Fits(
        (Anchor.BEGINS, Anchor.ENDS), (Condition.INTEREST,), (Tells.OWNER, Tells.MEMBERS)
    ),
    Subject.PROGRAMME: Fits((Anchor.CALL_CLOSES, Anchor.BEGINS, Anchor.ENDS), (Condition.REPORT,)),
    Subject.APPLICATION: Fits(
        (Anchor.INVITED, Anchor.CLOSES, Anchor.VISIT_ENDS),
        (Condition.NOT_IN, Condition.REPORT),
        (Tells.OWNER, Tells.DELEGATE),
    ),
    Subject.ENQUIRY: Fits((Anchor.ASKED,), (Condition.UNANSWERED,)),
    Subject.DEAL: Fits((Anchor.RHYTHM,), (Condition.UNPLANNED,)),
    Subject.CLAIM: Fits((Anchor.CHECK_AGAIN,), ()),
    Subject.DELEGATE: Fits(
        (Anchor.POST_ASKED, Anchor.LEFT), (Condition.UNANSWERED, Condition.NO_ADDRESS)
    ),
}


def _fitting() -> Q:
    """That a rule's columns go together; what none of them knows is refused on its own."""
    fitting = (
        ~Q(subject__in=Subject.values)
        | ~Q(anchor__in=Anchor.values)
        | ~Q(condition__in=["", *Condition.values])
        | ~Q(tells__in=Tells.values)
    )
    for subject, one in FITS.items():
        fitting |= Q(
            subject=subject,
            anchor__in=list(one.anchor),
            condition__in=["", *one.condition],
            tells__in=list(one.tells),
        )
    return fitting


class FitsItsSubject(models.CheckConstraint):
    """Forms are told by `Rule.clean`, beside the field."""

    def validate(self, *args: Any, **options: Any) -> None:
        """Leave it to `clean`."""


class RuleQuerySet(OwnedQuerySet):
    searched = ("what",)

    def in_use(self) -> Self:
        return self.filter(is_active=True)


@known_values
class Rule(models.Model):
    """What every visit, mission, … of an office calls for: a follow-up, or mails to people."""

    Subject = Subject
    Anchor = Anchor
    Condition = Condition
    Unit = Unit
    Working = Working
    Tells = Tells

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="rules", verbose_name=_("office")
    )
    subject = models.CharField(_("for every"), max_length=12, choices=Subject)
    offset = models.SmallIntegerField(
        _("how many"),
        validators=[MinValueValidator(-FURTHEST), MaxValueValidator(FURTHEST)],
        help_text=_("Negative: before. Positive: after."),
    )
    unit = models.CharField(_("of what"), max_length=12, choices=Unit, default=Unit.WORKING_DAYS)
    working = models.CharField(
        _("days that are worked"), max_length=10, choices=Working, default=Working.OFFICE
    )
    anchor = models.CharField(_("counted from"), max_length=12, choices=Anchor)
    condition = models.CharField(_("only"), max_length=12, choices=Condition, blank=True)
    tells = models.CharField(_("who is told"), max_length=10, choices=Tells, default=Tells.OWNER)
    what = models.CharField(
        _("what is to be done"),
        max_length=200,
        help_text=_("Of a rule that writes mails: what the office calls it."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    # The terms in which the days of all its open follow-ups were counted.
    counted_by = models.CharField(max_length=80, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["counted_by"])

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "subject", "what"],
                name="rule_said_once",
                violation_error_message=_("There is such a rule already."),
            ),
            models.CheckConstraint(
                condition=Q(offset__range=(-FURTHEST, FURTHEST)),
                name="rule_reaches_so_far",
                violation_error_message=_("At most 400, before or after."),
            ),
            FitsItsSubject(
                condition=_fitting(),
                name="rule_fits_its_subject",
                violation_error_message=_("This does not go with what the rule is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        """Refuse what does not fit the subject, beside its field. Raises ValidationError."""
        if self.subject not in FITS:
            return
        errors = {}
        for field, fitting in FITS[Subject(self.subject)]._asdict().items():
            value = getattr(self, field)
            if value and value not in fitting:
                labels = [str(one.label) for one in fitting] or [gettext("nothing")]
                errors[field] = gettext("For “%(subject)s” choose: %(fitting)s.") % {
                    "subject": self.get_subject_display(),
                    "fitting": "; ".join(labels),
                }
        if errors:
            raise ValidationError(errors)

    @property
    def writes_mails(self) -> bool:
        return self.tells != Tells.OWNER


# What may stand in the words of a mail, beside what every one of them may say.
EVERYWHERE = ("name", "office", "officer", "what", "first_day", "last_day")
PLACES: dict[str, tuple[str, ...]] = {
    Subject.VISIT: (*EVERYWHERE, "link"),
    Subject.MISSION: EVERYWHERE,
    Subject.APPLICATION: (*EVERYWHERE, "link"),
}


class RuleTextQuerySet(OwnedQuerySet):
    office_path = "rule__office"


@known_values
class RuleText(models.Model):
    """The words of a rule that writes mails, in one language."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="texts", verbose_name=_("rule"))
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, default="en")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    objects = RuleTextQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a rule")
        verbose_name_plural = _("texts of rules")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "language"],
                name="rule_text_once_a_language",
                violation_error_message=_("The rule has a text in this language already."),
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="rule_text_says_something",
                violation_error_message=_("A mail has a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.subject}"

    def clean(self) -> None:
        """Refuse placeholders that nothing fills. Raises ValidationError."""
        errors = {}
        for field in ("subject", "body"):
            # A link in a subject would be kept in mailboxes' lists of subjects, for anybody to see.
            allowed = [one for one in self.places() if field == "body" or one != "link"]
            try:
                placeholders.check(getattr(self, field), allowed)
            except ValidationError as error:
                errors[field] = error.messages
        if errors:
            raise ValidationError(errors)

    def places(self) -> tuple[str, ...]:
        """What may be filled in."""
        return PLACES.get(self.rule.subject, EVERYWHERE)
