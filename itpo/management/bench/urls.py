"""Every address of the product, and the floor, which only the bench has."""

from django.urls import path

from itpo import urls
from itpo.management.bench import floor

urlpatterns = [*urls.urlpatterns, path(floor.URL, floor.floor)]
