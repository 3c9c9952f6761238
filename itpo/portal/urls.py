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
    path("post/<int:link>/<str:token>/", views.post, name="post"),
    path("my/<int:link>/<str:token>/", views.my, name="my"),
    path("my/<int:link>/<str:token>/calendar/", views.my_calendar, name="my-calendar"),
    path("my/<int:link>/<str:token>/papers/<int:pk>/", views.my_paper, name="my-paper"),
    path("my/<int:link>/<str:token>/material/<int:pk>/", views.my_material, name="my-material"),
    path("my/<int:link>/<str:token>/seat/", views.my_offer, name="my-offer"),
    path("my/<int:link>/<str:token>/withdraw/", views.my_withdrawal, name="my-withdrawal"),
    path("my/<int:link>/<str:token>/report/", views.report, name="report"),
]
