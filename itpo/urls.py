"""Every address of the product, app by app."""

from django.contrib import admin
from django.urls import include, path

from itpo.office.login import address_of_ones_own

urlpatterns = [
    path("", include("itpo.desk.urls")),
    path("", include("itpo.office.urls")),
    path("", include("delegates.urls")),
    path("", include("investors.urls")),
    path("", include("deals.urls")),
    path("", include("itpo.portal.urls")),
    path("account/email/", address_of_ones_own, name="account_email"),  # in place of allauth's
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
