"""Our tables, and how to make a row of each."""

from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from tests import factories

OUR_APPS = ("office", "delegates", "investors", "deals")


def our_models(app_label: str) -> list[type[models.Model]]:
    """The tables of an app, without those that keep history."""
    return [
        model
        for model in apps.get_app_config(app_label).get_models()
        if not model.__name__.startswith("Historical")
    ]


MODELS = [model for app in OUR_APPS for model in our_models(app)]
# Subclasses of a factory, such as that of managers, come after it.
FACTORIES = {
    factory._meta.model: factory
    for factory in reversed(list(vars(factories).values()))
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory)
}


def name(thing) -> str:
    """Name a table or a column for a test's report."""
    if isinstance(thing, type):
        return thing._meta.label
    return f"{thing.model._meta.label}.{thing.name}"
