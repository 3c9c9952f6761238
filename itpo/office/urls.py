from django.urls import path

from itpo.office import (
    absence_pages,
    import_pages,
    saved_view_pages,
    several_pages,
    sheet_views,
    views,
)

app_name = "office"
urlpatterns = [
    path("follow-ups/", views.follow_up_list, name="follow-ups"),
    path("follow-ups/new/", views.promise, name="promise"),
    path("follow-ups/<int:pk>/", views.follow_up, name="follow-up"),
    path("follow-ups/<int:pk>/done/", views.tick_off, name="tick-off"),
    path("follow-ups/<int:pk>/move/", views.move, name="move"),
    path("follow-ups/<int:pk>/drop/", views.drop, name="drop"),
    path("absences/", absence_pages.absence_list, name="absences"),
    path("absences/<int:pk>/remove/", absence_pages.absence_remove, name="absence-remove"),
    path("several/", several_pages.several, name="several"),
    path("partners/", views.partner_list, name="partners"),
    path("partners/<int:pk>/", views.partner, name="partner"),
    path("sheets/<str:label>/<int:pk>/", sheet_views.sheets, name="sheets"),
    path(
        "sheets/<str:label>/<int:pk>/<slug:kind>/<slug:language>/",
        sheet_views.sheet,
        name="sheet",
    ),
    path("views/keep/", saved_view_pages.keep, name="keep-view"),
    path("views/<int:pk>/", saved_view_pages.saved_view, name="saved-view"),
    path("views/<int:pk>/remove/", saved_view_pages.remove, name="remove-view"),
    path("imports/", import_pages.import_list, name="imports"),
    path("imports/new/", import_pages.import_begin, name="import-begin"),
    path("imports/<int:pk>/", import_pages.import_run, name="import"),
    path("imports/<int:pk>/columns/", import_pages.import_columns, name="import-columns"),
    path("imports/<int:pk>/decide/", import_pages.import_decide, name="import-decide"),
    path("imports/<int:pk>/carry-out/", import_pages.import_carry_out, name="import-carry-out"),
    path("imports/<int:pk>/refused/", import_pages.import_errors, name="import-errors"),
    path("imports/<int:pk>/undo/", import_pages.import_undo, name="import-undo"),
    path("imports/<int:pk>/remove/", import_pages.import_remove, name="import-remove"),
    path("documents/<int:pk>/", views.document, name="document"),
]
