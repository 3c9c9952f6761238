"""The forms of the deals app that ask for a verb."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from deals.models import Status


class StatusForm(forms.Form):
    """How a deal is doing, and why."""

    to = forms.ChoiceField(label=_("Status"), choices=Status.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Needed for what is lost or given up."),
    )
    lost_to = forms.ChoiceField(
        label=_("Country it went to"),
        choices=lambda: [("", _("not known")), *countries],
        required=False,
        help_text=_("Of what is lost, if you know."),
    )


class ReviveForm(forms.Form):
    """Why a deal that had ended is taken up again."""

    reason = forms.CharField(label=_("Why it is taken up again"), max_length=200)


class VerifyForm(forms.Form):
    """On what evidence a figure is verified, or found to be still true."""

    evidence = forms.CharField(
        label=_("On what evidence"),
        max_length=300,
        help_text=_("A letter, a visit, a report: what somebody else can look at."),
    )
    file = forms.FileField(
        label=_("The letter or the report itself"),
        required=False,
        allow_empty_file=True,
        help_text=_("A PDF or a picture. Read by whoever sees the figure."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )


class WithdrawForm(forms.Form):
    """Why a figure no longer stands."""

    because = forms.CharField(label=_("Why it no longer stands"), max_length=200)
