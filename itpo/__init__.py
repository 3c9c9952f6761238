"""The project: wiring on top, the ground app below."""

from itpo.celery import app as celery_app

__all__ = ["celery_app"]
