"""The question where a former delegate works now."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.models import PostCheck
from itpo.office.fields import PARTIAL_DATE_HINT

Answer = PostCheck.Answer


class PostForm(forms.Form):
    """One of three answers, and the new post where there is one."""

    answer = forms.ChoiceField(
        label=_("Where do you work now?"),
        choices=[
            (Answer.SAME, _("Still there")),
            (Answer.CHANGED, _("In a new post")),
            (Answer.LEFT, _("I hold no post now")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    agency = forms.CharField(
        label=_("Where you work now"),
        help_text=_("The agency, ministry or company, by its full name."),
        max_length=200,
        required=False,
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )
    post = forms.CharField(
        label=_("Your post"),
        max_length=160,
        required=False,
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )
    since = forms.CharField(
        label=_("Since when"),
        help_text=PARTIAL_DATE_HINT,
        max_length=60,
        required=False,
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )
    ask_no_more = forms.BooleanField(label=_("Please do not ask me again"), required=False)

    def __init__(self, *args: Any, check: PostCheck, **options: Any) -> None:
        options["initial"] = {
            "answer": check.answer,
            "agency": check.agency_typed,
            "post": check.post_typed,
            "since": check.since_typed,
            "ask_no_more": not check.delegate.asked_yearly,
        }
        super().__init__(*args, **options)

    def answered(self) -> dict[str, Any]:
        """What `alumni.answer` is to be told."""
        data = self.cleaned_data
        return {
            "answer": data["answer"],
            "agency": data["agency"],
            "post": data["post"],
            "since": data["since"],
            "ask_again": not data["ask_no_more"],
        }
