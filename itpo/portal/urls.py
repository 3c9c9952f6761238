from django.urls import path

from itpo.portal import views

app_name = "portal"
urlpatterns = [
    path("apply/", views.lost_links, name="lost"),
    path("link/<int:link>/<str:token>/language/", views.language, name="language"),
    path("link/<int:link>/<str:token>/renew/", views.renew, name="renew"),
    path("apply/<int:link>/<str:token>/file/<int:pk>/", views.document, name="document"),
    path("apply/<int:link>/<str:token>/", views.application, name="application"),
    path("apply/<int:link>/<str:token>/check/", views.check, name="check"),
    path("apply/<int:link>/<str:token>/<slug:step>/", views.step, name="step"),
    path("nominate/<int:link>/<str:token>/", views.nomination, name="nomination"),
    path("nominate/<int:link>/<str:token>/decline/", views.decline, name="decline"),
    path(
        "nominate/<int:link>/<str:token>/<int:application>/back/",
        views.take_back,
        name="take-back",
    ),
    path("nominate/<int:link>/<str:token>/nominee/<int:pk>/", views.nominee, name="nominee"),
    path(
        "nominate/<int:link>/<str:token>/nominee/<int:pk>/check/",
        views.nominee_check,
        name="nominee-check",
    ),
    path(
        "nominate/<int:link>/<str:token>/nominee/<int:pk>/<slug:step>/",
        views.nominee_step,
        name="nominee-step",
    ),
    path("post/<int:link>/<str:token>/", views.post, name="post"),
    path("confirm/<int:link>/<str:token>/", views.confirm, name="confirm"),
    path("register/<int:pk>/", views.register, name="register"),
    path("register/<int:pk>/thanks/", views.registered, name="registered"),
    path("register/<int:link>/<str:token>/mine/", views.registration, name="registration"),
    path(
        "register/<int:link>/<str:token>/calendar/",
        views.registration_calendar,
        name="registration-calendar",
    ),
    path("register/<int:link>/<str:token>/cancel/", views.registration_cancel, name="give-back"),
    path("my/<int:link>/<str:token>/", views.my, name="my"),
    path("my/<int:link>/<str:token>/calendar/", views.my_calendar, name="my-calendar"),
    path("my/<int:link>/<str:token>/feed/", views.my_feed, name="my-feed"),
    path("calendar/<int:link>/<str:token>.ics", views.feed, name="feed"),
    path("my/<int:link>/<str:token>/papers/<int:pk>/", views.my_paper, name="my-paper"),
    path("my/<int:link>/<str:token>/material/<int:pk>/", views.my_material, name="my-material"),
    path("my/<int:link>/<str:token>/seat/", views.my_offer, name="my-offer"),
    path("my/<int:link>/<str:token>/withdraw/", views.my_withdrawal, name="my-withdrawal"),
    path("my/<int:link>/<str:token>/report/", views.report, name="report"),
]
