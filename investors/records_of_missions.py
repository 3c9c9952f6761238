"""The forms of missions and of what belongs to them, and of the steps an office takes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from investors import missions, roster
from investors.models import (
    Mission,
    MissionBudgetLine,
    MissionHost,
    MissionLeg,
    MissionMember,
    MissionPartner,
    MissionStep,
    MissionTask,
)
from itpo.office.record_forms import RecordForm, editable

AS_PUBLISHED = _("As published: organisers, sectors, source")
ROSTER, PLAN = "investors:mission-roster", "investors:mission-plan"


@editable()
class MissionForm(RecordForm):
    folds = [
        (_("Sectors and themes"), ("sectors", "themes")),
        (AS_PUBLISHED, ("organisers_typed", "sectors_typed", "source_url", "is_ours")),
        (_("Notes"), ("notes",)),
    ]
    pairs = [("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = Mission
        fields = (
            "name",
            "begins",
            "ends",
            "owner",
            "sectors",
            "themes",
            "organisers_typed",
            "sectors_typed",
            "source_url",
            "is_ours",
            "notes",
        )

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            return super().save(commit)
        mission = missions.change(mission=super().save(commit=False), by=self.viewer)
        self.save_m2m()
        return mission


class PartForm(RecordForm):
    """A leg, or a place on the roster: saved by a verb, since it minds what stands beside it."""

    def save(self, commit: bool = True) -> Any:
        return missions.save_part(part=super().save(commit=False), by=self.viewer)


@editable(of="mission", may_be_removed=True)
class MissionLegForm(PartForm):
    folds = [
        (
            _("Region, counterparts, notes"),
            ("region_typed", "counterparts_typed", "sectors_typed", "source_url", "notes"),
        )
    ]
    pairs = [("begins", "ends")]

    class Meta(RecordForm.Meta):
        model = MissionLeg
        fields = (
            "mission",
            "country",
            "begins",
            "ends",
            "region_typed",
            "counterparts_typed",
            "sectors_typed",
            "source_url",
            "notes",
        )


@editable(
    of="mission",
    may_be_removed=True,
    page=ROSTER,
    remove=lambda thing, by: roster.remove(member=thing, by=by),
)
class MissionMemberForm(PartForm):
    class Meta(RecordForm.Meta):
        model = MissionMember
        fields = ("mission", "company", "contact", "role", "rank")


@editable(of="mission", may_be_removed=True, page=PLAN)
class MissionPartnerForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = MissionPartner
        fields = ("mission", "partner", "role")


@editable(of="leg", may_be_removed=True)
class MissionHostForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = MissionHost
        fields = ("leg", "agency", "delegate", "role")


@editable(of="mission", may_be_removed=True, page=PLAN)
class MissionTaskForm(RecordForm):
    """Something to be done before one mission. Whether it is done has a button of its own."""

    pairs = [("by_whom", "days_before")]

    class Meta(RecordForm.Meta):
        model = MissionTask
        fields = ("mission", "text", "by_whom", "days_before")


@editable(may_be_removed=True)
class MissionStepForm(RecordForm):
    pairs = [("by_whom", "days_before")]

    class Meta(RecordForm.Meta):
        model = MissionStep
        fields = ("text", "by_whom", "days_before")


@editable(of="mission", may_be_removed=True, page=PLAN)
class MissionBudgetLineForm(RecordForm):
    pairs = [("planned", "actual")]

    class Meta(RecordForm.Meta):
        model = MissionBudgetLine
        fields = ("mission", "what", "planned", "actual", "currency", "paid_by")
