"""The words an office has put in the place of those a mail is shipped with."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from itpo.office import mail_kinds, placeholders
from itpo.office.constraints import known_values
from itpo.office.models.people import LANGUAGES, Office
from itpo.office.visibility import OwnedQuerySet


class MailTextQuerySet(OwnedQuerySet):
    searched = ("subject", "body")

    def in_use(self) -> Self:
        return self.filter(is_active=True)


@known_values
class MailText(models.Model):
    """Subject and text of one kind of mail in one language, as an office wants them."""

    office = models.ForeignKey(
        Office, models.CASCADE, related_name="mail_texts", verbose_name=_("office")
    )
    kind = models.CharField(_("which mail"), max_length=40)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Off: the shipped text is sent again.")
    )

    objects = MailTextQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "language"],
                name="mail_text_once",
                violation_error_message=_("There is a text for this mail in this language."),
            ),
            models.CheckConstraint(
                condition=~models.Q(subject="") & ~models.Q(body=""),
                name="mail_text_says_something",
                violation_error_message=_("A mail has a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        kind = mail_kinds.find(self.kind)
        return f"{kind.label if kind else self.kind} ({self.language})"

    def clean(self) -> None:
        """Look at the placeholders. Raises ValidationError, beside the field.

        Of a mail that there is no more, a text can only be put out of use.
        """
        kind = mail_kinds.find(self.kind)
        if kind is None and not (self.kind and self.is_active):
            return
        if kind is None:
            raise ValidationError(gettext("There is no such mail. Put the text out of use."))
        wrong: dict[str, Any] = {}
        for name, allowed, required in (
            ("subject", kind.subject_places, frozenset[str]()),
            ("body", set(kind.places), kind.required),
        ):
            try:
                placeholders.check(getattr(self, name), allowed, required)
            except ValidationError as error:
                wrong[name] = error
        if "\n" in self.subject.strip():
            wrong.setdefault("subject", gettext("A subject is one line."))
        if wrong:
            raise ValidationError(wrong)
