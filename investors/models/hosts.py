"""Who receives a mission in a country."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegates.models import Agency, Delegate
from investors.models.missions import MissionLeg
from itpo.office.constraints import exactly_one, known_values
from itpo.office.models.reference import PartnerRole
from itpo.office.visibility import OwnedQuerySet


class MissionHostQuerySet(OwnedQuerySet):
    office_path = "leg__mission__office"


@known_values
class MissionHost(models.Model):
    """An agency, or somebody who was our delegate, receives a mission on one of its legs."""

    leg = models.ForeignKey(MissionLeg, models.CASCADE, related_name="hosts", verbose_name=_("leg"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="hosted_legs",
        null=True,
        blank=True,
        verbose_name=_("agency"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="hosted_legs",
        null=True,
        blank=True,
        verbose_name=_("former delegate"),
    )
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole, default=PartnerRole.HOST)

    objects = MissionHostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("host of a mission")
        verbose_name_plural = _("hosts of missions")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("agency", "delegate"),
                name="host_is_an_agency_or_a_delegate",
                violation_error_message=_("Name an agency or a former delegate, one of the two."),
            ),
            models.UniqueConstraint(
                fields=["leg", "agency", "role"],
                name="host_agency_once_a_role",
                violation_error_message=_("The agency has this role already."),
            ),
            models.UniqueConstraint(
                fields=["leg", "delegate", "role"],
                name="host_delegate_once_a_role",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
