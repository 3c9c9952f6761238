"""The door gunicorn knocks on when the bench runs: the product, the floor, and a tally."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itpo.settings")
if settings.PRODUCTION:
    raise ImproperlyConfigured("The bench does not run in production.")
settings.ROOT_URLCONF = "itpo.management.bench.urls"
settings.MIDDLEWARE = ["itpo.management.bench.tally.TallyMiddleware", *settings.MIDDLEWARE]
settings.ALLOWED_HOSTS = ["127.0.0.1"]

application = get_wsgi_application()
