from django.urls import path

from delegates import views

app_name = "delegates"

# One kind of paper about one thing, in one language.
PAPER = "papers/<slug:about>/<int:pk>/<slug:kind>/<slug:language>"

urlpatterns = [
    path("countries/", views.country_list, name="countries"),
    path("countries/<int:pk>/", views.country, name="country"),
    path("agencies/", views.agency_list, name="agencies"),
    path("agencies/<int:pk>/", views.agency, name="agency"),
    path("delegates/", views.delegate_list, name="delegates"),
    path("delegates/<int:pk>/", views.delegate, name="delegate"),
    path("programmes/", views.programme_list, name="programmes"),
    path("programmes/<int:pk>/", views.programme, name="programme"),
    path("programmes/<int:pk>/state/", views.programme_state, name="programme-state"),
    path("programmes/<int:pk>/asks/", views.programme_asks, name="programme-asks"),
    path("programmes/<int:pk>/plan/", views.programme_plan, name="programme-plan"),
    path("programmes/<int:pk>/copy/", views.programme_copy, name="programme-copy"),
    path("programmes/<int:pk>/usual/", views.programme_ask_usual, name="programme-ask-usual"),
    path("programmes/<int:pk>/up/", views.programme_move_up, name="programme-move-up"),
    path("training/<int:pk>/", views.training_session, name="training"),
    path("training/<int:pk>/save/", views.training_save, name="training-save"),
    path("programmes/<int:pk>/invite-agency/", views.invite_agency, name="invite-agency"),
    path("programmes/<int:pk>/invite-delegate/", views.invite_delegate, name="invite-delegate"),
    path("invitations/<int:pk>/", views.invitation, name="invitation"),
    path("invitations/<int:pk>/address/", views.invitation_address, name="invitation-address"),
    path("links/<int:pk>/send/", views.send_link, name="send-link"),
    path("links/<int:pk>/revoke/", views.revoke_link, name="revoke-link"),
    path("applications/", views.application_list, name="applications"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("applications/<int:pk>/address/", views.application_address, name="application-address"),
    path("visits/", views.visit_list, name="visits"),
    path("visits/log/", views.log_visit, name="log-visit"),
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/agenda/", views.visit_agenda, name="visit-agenda"),
    path("visits/<int:pk>/passport/", views.visit_passport, name="visit-passport"),
    path("passports/<int:pk>/number/", views.passport_number, name="passport-number"),
    path("passports/<int:pk>/picture/", views.passport_picture, name="passport-picture"),
    path("passports/<int:pk>/delete/", views.passport_delete, name="passport-delete"),
    path("visits/<int:pk>/papers/", views.visit_papers, name="visit-papers"),
    path("visits/<int:pk>/checklist/", views.lay_out_checklist, name="lay-out-checklist"),
    path("checklist/<int:pk>/", views.checklist_item, name="checklist-item"),
    path("checklist/steps/", views.checklist_steps, name="checklist-steps"),
    path("checklist/steps/usual/", views.usual_steps, name="usual-steps"),
    path("programmes/<int:pk>/papers/", views.programme_papers, name="programme-papers"),
    path("programmes/<int:pk>/certificates/", views.issue_certificates, name="issue-certificates"),
    path(f"{PAPER}/preview/", views.preview_paper, name="preview-paper"),
    path(f"{PAPER}/issue/", views.issue_paper, name="issue-paper"),
    path("papers/<int:pk>/send/", views.send_paper, name="send-paper"),
    path("projects/", views.project_list, name="projects"),
    path("projects/<int:pk>/", views.project, name="project"),
]
