from django.urls import path

from investors import views

app_name = "investors"
urlpatterns = [
    path("companies/", views.company_list, name="companies"),
    path("companies/<int:pk>/", views.company, name="company"),
    path("missions/", views.mission_list, name="missions"),
    path("missions/<int:pk>/", views.mission, name="mission"),
    path("missions/<int:pk>/state/", views.mission_state, name="mission-state"),
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/log/", views.log_meeting, name="log-meeting"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("visits/<int:pk>/state/", views.visit_state, name="visit-state"),
]
