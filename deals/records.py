"""The forms of the deals app's records."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from deals import claims, confidentiality, contributions, families, pipeline, sites
from deals.figure_fields import InstitutionField, SaysFigure
from deals.models import Claim, Contribution, Deal, DealCompany, Institution, SiteChange
from deals.refusals import refuse_to_come
from itpo.office.picking import PickSeveralField
from itpo.office.record_forms import RecordForm, editable


@editable(lock=families.lock)
class DealForm(RecordForm):
    """A deal's facts. Its stage and its status are moved by verbs."""

    folds = [
        (_("Sectors and themes"), ("sectors", "themes")),
        (_("Part of a larger deal, or its expansion"), ("parent", "parent_relation")),
        (_("Confidential"), ("is_confidential", "anonymous_description")),
        (_("Decision and rhythm"), ("decided", "rhythm_days")),
        (_("Our part, source, notes"), ("our_part_typed", "source_url", "notes")),
    ]
    pairs = [("kind", "expected_on"), ("owner", "origin")]
    with_companies = PickSeveralField("companies", label=_("Companies"), required=False)
    field_order = ("title", "with_companies", "country", "kind", "expected_on", "owner", "origin")

    class Meta(RecordForm.Meta):
        model = Deal
        fields = (
            "title",
            "country",
            "kind",
            "expected_on",
            "owner",
            "origin",
            "sectors",
            "themes",
            "parent",
            "parent_relation",
            "is_confidential",
            "anonymous_description",
            "decided",
            "rhythm_days",
            "our_part_typed",
            "source_url",
            "notes",
        )

    def __init__(self, *args: Any, instance: Deal, **options: Any) -> None:
        super().__init__(*args, instance=instance, **options)
        if instance.pk:
            del self.fields["with_companies"]  # each has a role by then, on the deal's page
            if not instance.is_confidential:
                said = self.fields["is_confidential"].help_text
                more = confidentiality.told_beforehand(instance)
                self.fields["is_confidential"].help_text = f"{said} {more}".strip()
        else:
            self.initial["owner"] = self.initial.get("owner") or self.viewer.pk

    def clean_decided(self) -> str:
        decided: str = self.cleaned_data["decided"]
        refuse_to_come(decided, self.viewer.today(timezone.now()))
        return decided

    def save(self, commit: bool = True) -> Deal:
        if self.instance.pk:
            saved: Deal = super().save(commit)
            confidentiality.settle(deal=saved, by=self.viewer)
            if "decided" in self.changed_data:
                contributions.decision_changed(saved)
            return saved
        deal = pipeline.start(deal=super().save(commit=False), by=self.viewer, at=timezone.now())
        self.save_m2m()
        for company in self.cleaned_data["with_companies"]:
            DealCompany.objects.create(deal=deal, company=company)
        return deal


@editable(of="deal", may_be_removed=True)
class DealCompanyForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DealCompany
        fields = ("deal", "company", "role")


@editable(of="deal", may_be_removed=True, page="deals:transfer")
class InstitutionForm(RecordForm):
    """Where technology of a deal was installed or taught. Its figures are claims that name it."""

    class Meta(RecordForm.Meta):
        model = Institution
        fields = ("deal", "name", "city", "counterpart", "technology")


@editable(adding=_("Record a figure"))
class ClaimForm(SaysFigure, RecordForm):
    """One figure about one thing. A verified one is no longer changed."""

    folds = [
        (_("About something else than a deal"), ("mission", "event", "programme", "visit")),
        (_("As published, source"), ("words", "source_url")),
    ]
    pairs = [("metric", "phase"), ("value", "currency")]

    class Meta(RecordForm.Meta):
        model = Claim
        fields = (
            "deal",
            "institution",
            "metric",
            "phase",
            "value",
            "currency",
            "is_not_disclosed",
            "as_of",
            "source",
            "mission",
            "event",
            "programme",
            "visit",
            "words",
            "source_url",
        )

    institution = InstitutionField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self._institutions()
        if offered or self.data.get("institution"):
            self.fields["institution"].offer(offered)  # type: ignore[attr-defined]
        else:
            del self.fields["institution"]

    def save(self, commit: bool = True) -> Claim:
        claim: Claim = super().save(commit=False)
        return claims.write_down(claim=claim, by=self.viewer, changed=self.changed_data)

    def _institutions(self) -> list[Institution]:
        """Those of the deal the form is about, as it was sent or else as it is shown."""
        deal = self.data.get("deal") if self.is_bound else self["deal"].value()
        if not str(deal or "").isdecimal():
            return []
        seen = Institution.objects.visible_to(self.viewer).filter(deal=deal)
        return list(seen.order_by("name", "pk"))


@editable(of="deal", lock=contributions.lock)
class ContributionForm(RecordForm):
    """What helped a deal. Whoever writes it down, or changes it, has thereby accepted it."""

    folds = [(_("Address of the evidence"), ("evidence_url",))]
    pairs = [("visit", "mission"), ("meeting", "event"), ("role", "strength")]

    class Meta(RecordForm.Meta):
        model = Contribution
        fields = (
            "deal",
            "visit",
            "mission",
            "meeting",
            "event",
            "role",
            "strength",
            "evidence",
            "evidence_url",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visit"].help_text = _("What helped: one of these four.")

    def save(self, commit: bool = True) -> Contribution:
        row = self.instance
        told = {name: getattr(row, name) for name in contributions.ANSWER}
        told |= {"thing": row.thing(), "by": self.viewer, "at": timezone.now()}
        if row.pk:
            return contributions.change(contribution=row, **told)
        return contributions.accept(deal=row.deal, **told)


@editable(of="deal", adding=_("Closed or moved"))
class SiteChangeForm(RecordForm):
    """What ran and was closed or moved. Recording it is a verb; what was written is corrected."""

    folds = [(_("Address of the source"), ("source_url",))]
    pairs = [("kind", "happened"), ("moved_to", "reason")]

    class Meta(RecordForm.Meta):
        model = SiteChange
        fields = ("deal", "kind", "happened", "moved_to", "reason", "source", "source_url")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["moved_to"] = forms.ChoiceField(
            label=_("Country it moved to"),
            choices=[("", _("not known")), *countries],
            required=False,
        )
        if not self.instance.pk:
            self.instance.recorded_by, self.instance.recorded_at = self.viewer, timezone.now()

    def clean_happened(self) -> str:
        happened: str = self.cleaned_data["happened"]
        refuse_to_come(happened, self.viewer.today(timezone.now()))
        return happened

    def save(self, commit: bool = True) -> SiteChange:
        if self.instance.pk:
            return sites.correct(change=super().save(commit=False), by=self.viewer)
        row = self.instance
        return sites.record(
            deal=row.deal,
            by=self.viewer,
            at=row.recorded_at,
            **{name: getattr(row, name) for name in sites.SAID},
        )
