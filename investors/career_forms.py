"""The forms of who has moved, who has left, and who came after them."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from investors.models import Contact, ContactPosting
from itpo.office.fields import PartialDateFormField
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.models import User
from itpo.office.picking import PickField, PickingForm


def _length(name: str) -> Any:
    field: Any = Contact._meta.get_field(name)
    return field.max_length


class MovedForm(PickingForm):
    """The post somebody holds now, and who came after them in the one before."""

    company = PickField("companies", label=_("Company"))
    department = forms.CharField(
        label=_("Department"), max_length=_length("department"), required=False
    )
    post = forms.CharField(label=_("Post"), max_length=_length("post"), required=False)
    since = PartialDateFormField(label=_("Since when"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Their new one; blank if it is not known.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=_length("phone"), required=False)
    successor = PickField(
        "contacts",
        label=_("Who came after them"),
        required=False,
        help_text=_("Blank: whoever looks after the company is asked to find out."),
    )

    def __init__(self, *args: Any, contact: Contact, viewer: User, **options: Any) -> None:
        known = ("company", "department", "post", "email", "phone")
        kept = {name: getattr(contact, name) for name in known}
        super().__init__(*args, viewer=viewer, initial=kept, **options)

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "company",
            Div("department", "post", css_class="pair"),
            "since",
            Div("email", "phone", css_class="pair"),
            folded(self, _("Who came after them"), "successor"),
        )


class LeftForm(PickingForm):
    """When somebody left, and who came after them."""

    left_on = DayField(label=_("Left on"))
    successor = PickField(
        "contacts",
        label=_("Who came after them"),
        required=False,
        help_text=_("Blank: whoever looks after the company is asked to find out."),
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("left_on", "successor")


class SuccessorForm(PickingForm):
    """Who came after somebody."""

    successor = PickField("contacts", label=_("Who came after them"))

    def __init__(self, *args: Any, posting: ContactPosting, viewer: User, **options: Any) -> None:
        super().__init__(*args, viewer=viewer, initial={"successor": posting.successor}, **options)

    @property
    def helper(self) -> FormHelper:
        return laid_out("successor")
