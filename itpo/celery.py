"""The Celery application. The database is the truth, the queue is only a hint."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itpo.settings")

TRANSPORT_ALIASES["filesystem"] = "itpo.folder_queue:Transport"

app = Celery("itpo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["itpo"])
