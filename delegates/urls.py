from django.urls import path

from delegates import views

app_name = "delegates"
urlpatterns = [
    path("delegates/", views.delegate_list, name="delegates"),
    path("delegates/<int:pk>/", views.delegate, name="delegate"),
    path("visits/", views.visit_list, name="visits"),
    path("visits/log/", views.log_visit, name="log-visit"),
    path("visits/<int:pk>/", views.visit, name="visit"),
]
