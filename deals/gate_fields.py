"""The fields in which a gate's facts are filled in, and what is made of them."""

from collections.abc import Callable, Mapping
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals.gates import Figure, Helped, may_be_withheld
from deals.models import Claim, Contribution, Deal, Fact
from deals.models.contributions import WAYS
from itpo.office.fields import PartialDateFormField
from itpo.office.forms import DayField
from itpo.office.picking import PickField, PickSeveralField

Metric, Phase = Claim.Metric, Claim.Phase
Fields = dict[str, forms.Field]
BLANK = ("", None)


def _choice(label: Any, choices: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)


def _url() -> forms.Field:
    return forms.URLField(
        label=_("Address of the source"), max_length=500, required=False, assume_scheme="https"
    )


def _figure(*, phases: Any = (), metrics: Any = (), is_money: bool = False) -> Fields:
    fields: Fields = {}
    if metrics:
        fields["metric"] = _choice(_("What is counted"), metrics)
    if phases:
        fields["phase"] = _choice(_("Planned or announced"), phases)
    fields["value"] = forms.DecimalField(
        label=_("Figure"), min_value=0, max_digits=18, decimal_places=2, required=False
    )
    if is_money or metrics:
        fields["currency"] = forms.CharField(
            label=_("Currency, of money"), max_length=3, required=False
        )
    fields["as_of"] = PartialDateFormField(label=_("As of"), required=False)
    fields["source"] = forms.CharField(label=_("Source"), max_length=200, required=False)
    return fields


PLANS = [(phase.value, phase.label) for phase in (Phase.PLANNED, Phase.ANNOUNCED)]


def _helped() -> Fields:
    return {
        "visit": PickField("visits", label=_("A visit"), required=False),
        "mission": PickField("missions", label=_("A mission"), required=False),
        "meeting": PickField("meetings", label=_("A meeting"), required=False),
        "event": PickField("events", label=_("An event"), required=False),
        "role": _choice(_("Role"), Contribution.Role.choices),
        "strength": _choice(_("How strongly"), Contribution.Strength.choices),
        "evidence": forms.CharField(
            label=_("Evidence"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }


def _one(field: Callable[[], forms.Field]) -> Callable[[], Fields]:
    return lambda: {"": field()}


def _several(name: str, label: Any) -> Callable[[], Fields]:
    return _one(lambda: PickSeveralField(name, label=label, required=False))


def _picked(name: str, label: Any) -> Callable[[], Fields]:
    return _one(lambda: PickField(name, label=label, required=False))


# The fields of each fact; one without a name stands for the fact itself.
FIELDS: dict[Fact, Callable[[], Fields]] = {
    Fact.COMPANY: _several("companies", _("Companies")),
    Fact.COUNTRY: _picked("countries", _("Host country")),
    Fact.KIND: _one(
        lambda: _choice(_("Kind"), [one for one in Deal.Kind.choices if one[0] != Deal.Kind.OTHER])
    ),
    Fact.SECTOR: _several("sectors", _("Sectors")),
    Fact.OWNER: _picked("officers", _("Who looks after it")),
    Fact.ORIGIN: _one(lambda: _choice(_("Where it came from"), Deal.Origin.choices)),
    Fact.EXPECTED: _one(lambda: DayField(label=_("Next stage expected"), required=False)),
    Fact.JOBS: lambda: _figure(phases=PLANS),
    Fact.CAPITAL: lambda: _figure(phases=PLANS, is_money=True),
    Fact.CONTRIBUTION: _helped,
    Fact.DECIDED: _one(
        lambda: PartialDateFormField(
            label=_("When the investor decided"),
            required=False,
            help_text=_("Blank: when it was, if you say that above."),
        )
    ),
    Fact.RESULT: lambda: _figure(metrics=Metric.choices),
    Fact.SOURCE: _one(_url),
}
# What a figure counts and how it is meant, where the fact says so.
FIXED: dict[Fact, dict[str, str]] = {
    Fact.JOBS: {"metric": Metric.JOBS},
    Fact.CAPITAL: {"metric": Metric.CAPITAL},
    Fact.RESULT: {"phase": Phase.ACTUAL},
}
BESIDE = {
    "phase": "value",
    "metric": "value",
    "currency": "as_of",
    "visit": "mission",
    "meeting": "event",
    "role": "strength",
}


def name_of(fact: Fact, part: str = "") -> str:
    """The name of a fact's field in the form."""
    return f"{fact.value}_{part}" if part else fact.value


def withheld(fact: Fact) -> str:
    return name_of(fact, "withheld")


def because(fact: Fact) -> str:
    return name_of(fact, "because")


def fields_of(fact: Fact) -> Fields:
    """Everything the form asks about one fact, by the names of the fields."""
    fields = {name_of(fact, part): field for part, field in FIELDS[fact]().items()}
    if may_be_withheld(fact):
        fields[withheld(fact)] = forms.BooleanField(label=_("Cannot be disclosed"), required=False)
        fields[because(fact)] = forms.CharField(
            label=_("Why not, if that can be said"), max_length=200, required=False
        )
    return fields


def laid_out_fact(fact: Fact) -> Fieldset:
    """How a fact stands in the form: its fields in pairs, and that it cannot be disclosed."""
    parts = list(FIELDS[fact]())
    beside = {one: other for one, other in BESIDE.items() if {one, other} <= set(parts)}
    rows: list[Any] = [
        Div(name_of(fact, part), name_of(fact, beside[part]), css_class="pair")
        if part in beside
        else name_of(fact, part)
        for part in parts
        if part not in beside.values()
    ]
    if may_be_withheld(fact):
        rows.append(Div(withheld(fact), because(fact), css_class="pair withheld"))
    # Of one field its label is the legend already, for whoever sees it.
    shape = "box fact one" if len(parts) == 1 else "box fact"
    return Fieldset(str(fact.label), *rows, css_class=shape, css_id=f"fact_{fact.value}")


def answer(fact: Fact, data: Mapping[str, Any]) -> Any:
    """What was filled in for a fact, as `gates.fill` takes it; None where nothing was.

    Raises ValidationError, whose messages stand by the names of the form's fields.
    """
    said = {part: data.get(name_of(fact, part)) for part in FIELDS[fact]()}
    if "value" in said:
        return _figure_said(fact, said)
    if fact == Fact.CONTRIBUTION:
        return _helped_said(said)
    return said[""] or None


def _figure_said(fact: Fact, said: dict[str, Any]) -> Figure | None:
    if all(value in BLANK for value in said.values()):
        return None
    missing = [part for part in ("metric", "phase", "value") if said.get(part, "said") in BLANK]
    if missing:
        raise ValidationError({name_of(fact, part): _("This is needed too.") for part in missing})
    figure = Figure(**{**said, **FIXED[fact]})
    figure = figure._replace(currency=figure.currency.upper())
    try:
        Claim(**figure._asdict(), deal_id=0).clean_fields(exclude=["deal"])
    except ValidationError as error:
        raise ValidationError(
            {name_of(fact, part): sentences for part, sentences in error.message_dict.items()}
        ) from error
    if (figure.metric in Claim.MONEY) != bool(figure.currency):
        raise ValidationError(
            {name_of(fact, "currency"): _("Money needs its currency, and only money does.")}
        )
    return figure


def _helped_said(said: dict[str, Any]) -> Helped | None:
    if all(value in BLANK for value in said.values()):
        return None
    things = [said[way] for way in WAYS.values() if said[way]]
    fact = Fact.CONTRIBUTION
    if len(things) != 1:
        raise ValidationError(
            {name_of(fact, "visit"): _("Name one visit, mission, meeting or event.")}
        )
    missing = [part for part in ("role", "strength", "evidence") if not said[part]]
    if missing:
        raise ValidationError({name_of(fact, part): _("This is needed too.") for part in missing})
    return Helped(things[0], said["role"], said["strength"], said["evidence"])
