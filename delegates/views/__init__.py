"""Who comes to us, page by page."""

from delegates.views.agencies import (
    agency,
    agency_list,
    country,
    country_list,
    project,
    project_list,
)
from delegates.views.agenda import visit_agenda
from delegates.views.applications import (
    application,
    application_decide,
    application_list,
    application_note,
    application_rank,
    application_reopen,
    application_score,
    selection_page,
)
from delegates.views.checklists import (
    checklist_item,
    checklist_steps,
    lay_out_checklist,
    usual_steps,
)
from delegates.views.links import (
    application_address,
    invitation,
    invitation_address,
    invite_agency,
    invite_delegate,
    revoke_link,
    send_link,
)
from delegates.views.papers import (
    issue_certificates,
    issue_paper,
    preview_paper,
    programme_papers,
    send_paper,
    visit_papers,
)
from delegates.views.passports import (
    passport_delete,
    passport_number,
    passport_picture,
    visit_passport,
)
from delegates.views.people import delegate, delegate_list
from delegates.views.plans import (
    programme_ask_usual,
    programme_asks,
    programme_copy,
    programme_move_up,
    programme_plan,
)
from delegates.views.posts import post_check
from delegates.views.programmes import (
    programme,
    programme_list,
    programme_state,
)
from delegates.views.training import training_save, training_session
from delegates.views.visits import log_visit, visit, visit_list

__all__ = [
    "agency",
    "agency_list",
    "application",
    "application_address",
    "application_decide",
    "application_list",
    "application_note",
    "application_rank",
    "application_reopen",
    "application_score",
    "checklist_item",
    "checklist_steps",
    "country",
    "country_list",
    "delegate",
    "delegate_list",
    "invitation",
    "invitation_address",
    "invite_agency",
    "invite_delegate",
    "issue_certificates",
    "issue_paper",
    "lay_out_checklist",
    "log_visit",
    "passport_delete",
    "passport_number",
    "passport_picture",
    "post_check",
    "preview_paper",
    "programme",
    "programme_ask_usual",
    "programme_asks",
    "programme_copy",
    "programme_list",
    "programme_move_up",
    "programme_papers",
    "programme_plan",
    "programme_state",
    "project",
    "project_list",
    "revoke_link",
    "selection_page",
    "send_link",
    "send_paper",
    "training_save",
    "training_session",
    "usual_steps",
    "visit",
    "visit_agenda",
    "visit_list",
    "visit_papers",
    "visit_passport",
]
