from django.urls import path

from deals import views

app_name = "deals"
urlpatterns = [
    path("deals/", views.deal_list, name="deals"),
    path("deals/<int:pk>/", views.deal, name="deal"),
    path("deals/<int:pk>/move/", views.move, name="move"),
    path("results/<int:pk>/", views.claim, name="claim"),
]
