from django.urls import path

from deals import views

app_name = "deals"
urlpatterns = [
    path("deals/", views.deal_list, name="deals"),
    path("deals/board/", views.board, name="board"),
    path("deals/board/sums/", views.board_sums, name="board-sums"),
    path("deals/<int:pk>/", views.deal, name="deal"),
    path("deals/<int:pk>/move/", views.move, name="move"),
    path("deals/<int:pk>/status/", views.status, name="status"),
    path("deals/<int:pk>/revive/", views.revive, name="revive"),
    path("deals/<int:pk>/expand/", views.expand, name="expand"),
    path("deals/<int:pk>/withhold/", views.withhold, name="withhold"),
    path("deals/<int:pk>/ask/", views.ask, name="ask"),
    path("confirmations/<int:pk>/remind/", views.confirmation_remind, name="confirmation-remind"),
    path(
        "confirmations/<int:pk>/call-back/",
        views.confirmation_call_back,
        name="confirmation-call-back",
    ),
    path("confirmed/<int:pk>/verify/", views.confirmed_verify, name="confirmed-verify"),
    path("deals/<int:pk>/help/", views.help_page, name="help"),
    path("deals/<int:pk>/help/answer/", views.help_answer, name="help-answer"),
    path("deals/<int:pk>/transfer/", views.transfer, name="transfer"),
    path("deals/<int:pk>/lineage/", views.lineage, name="lineage"),
    path("results/", views.claim_list, name="claims"),
    path("results/totals/", views.totals, name="totals"),
    path("results/rates/", views.rate_list, name="rates"),
    path("results/rates/new/", views.rate_add, name="rate-add"),
    path("results/rates/list/", views.rate_upload, name="rate-upload"),
    path("results/rates/<int:pk>/", views.rate, name="rate"),
    path("results/<int:pk>/", views.claim, name="claim"),
    path("results/<int:pk>/verify/", views.verify, name="verify"),
    path("results/<int:pk>/check-again/", views.check_again, name="check-again"),
    path("results/<int:pk>/evidence/<int:check>/", views.evidence, name="evidence"),
    path("transfers/", views.transfer_list, name="transfers"),
    path("results/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("contributions/", views.contribution_list, name="contributions"),
    path("impact/", views.impact, name="impact"),
    path("impact/report.pdf", views.impact_pdf, name="impact-pdf"),
    path("impact/report.xlsx", views.impact_xlsx, name="impact-xlsx"),
]
