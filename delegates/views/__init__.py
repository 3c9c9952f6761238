"""Who comes to us, page by page."""

from delegates.views.agencies import (
    agency,
    agency_list,
    country,
    country_list,
    project,
    project_list,
)
from delegates.views.people import delegate, delegate_list
from delegates.views.programmes import (
    application,
    application_list,
    programme,
    programme_list,
    programme_state,
)
from delegates.views.visits import log_visit, visit, visit_list

__all__ = [
    "agency",
    "agency_list",
    "application",
    "application_list",
    "country",
    "country_list",
    "delegate",
    "delegate_list",
    "log_visit",
    "programme",
    "programme_list",
    "programme_state",
    "project",
    "project_list",
    "visit",
    "visit_list",
]
