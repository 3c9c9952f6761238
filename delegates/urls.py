from django.urls import path

from delegates import views

app_name = "delegates"
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
    path("applications/", views.application_list, name="applications"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("visits/", views.visit_list, name="visits"),
    path("visits/log/", views.log_visit, name="log-visit"),
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("projects/", views.project_list, name="projects"),
    path("projects/<int:pk>/", views.project, name="project"),
]
