from django.urls import path

from itpo.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.my_day, name="my-day"),
    path("pick/<slug:name>/", views.pick, name="pick"),
    path("chain/<str:model>/<int:pk>/<slug:step>/", views.neighbours, name="neighbours"),
]
