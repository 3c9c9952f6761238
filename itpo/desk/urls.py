from django.urls import path

from itpo.desk import calendar_views, views

app_name = "desk"
urlpatterns = [
    path("", views.my_day, name="my-day"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("pick/<slug:name>/", views.pick, name="pick"),
    path("chain/<str:model>/<int:pk>/<slug:step>/", views.neighbours, name="neighbours"),
]
