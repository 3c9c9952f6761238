"""Stages in the order in which a deal goes through them."""

from django.db.models import Case, IntegerField, Value, When

from deals.models import Stage


def in_stage_order() -> Case:
    places = (When(stage=stage, then=Value(place)) for place, stage in enumerate(Stage))
    return Case(*places, output_field=IntegerField())
