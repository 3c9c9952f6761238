"""The tables of who comes to us, one module per subject."""

from delegates.models.agencies import Agency, HostCountry
from delegates.models.people import Delegate, Posting
from delegates.models.programmes import Application, Programme, ProgrammePartner
from delegates.models.projects import ProjectProfile
from delegates.models.visits import TravelDocument, Visit

__all__ = [
    "Agency",
    "Application",
    "Delegate",
    "HostCountry",
    "Posting",
    "Programme",
    "ProgrammePartner",
    "ProjectProfile",
    "TravelDocument",
    "Visit",
]
