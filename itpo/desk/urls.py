from django.urls import path

from itpo.desk import (
    calendar_views,
    duplicate_views,
    feed_views,
    find_views,
    my_settings,
    record_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.my_day, name="my-day"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/feed/", feed_views.feed, name="feed"),
    path("find/", find_views.found, name="find"),
    path("log/", find_views.log, name="log"),
    path("keys/", find_views.keys, name="keys"),
    path("settings/", my_settings.my_settings, name="my-settings"),
    path("add/<str:model>/", record_views.add, name="add"),
    path("change/<str:model>/<int:pk>/", record_views.change, name="change"),
    path("remove/<str:model>/<int:pk>/", record_views.remove, name="remove"),
    path("duplicates/", duplicate_views.duplicates, name="duplicates"),
    path("duplicates/<str:model>/<int:one>/<int:other>/", duplicate_views.merge, name="merge"),
    path(
        "duplicates/<str:model>/<int:one>/<int:other>/two/",
        duplicate_views.tell_apart,
        name="tell-apart",
    ),
    path("duplicates/undo/<int:pk>/", duplicate_views.undo, name="undo-merge"),
    path("history/<str:model>/<int:pk>/", record_views.history, name="history"),
    path("pick/<slug:name>/", views.pick, name="pick"),
    path("chain/<str:model>/<int:pk>/<slug:step>/", views.neighbours, name="neighbours"),
]
