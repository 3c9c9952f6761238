from django.urls import path

from itpo.portal import views

app_name = "portal"
urlpatterns = [
    path("apply/", views.lost_links, name="lost"),
    path("link/<int:link>/<str:token>/language/", views.language, name="language"),
    path("link/<int:link>/<str:token>/renew/", views.renew, name="renew"),
    path("nominate/<int:link>/<str:token>/", views.nomination, name="nomination"),
    path("nominate/<int:link>/<str:token>/decline/", views.decline, name="decline"),
    path(
        "nominate/<int:link>/<str:token>/<int:application>/back/",
        views.take_back,
        name="take-back",
    ),
]
