"""The Celery application. The database is the truth, the queue is only a hint."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itpo.settings")

app = Celery("itpo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["itpo"])
