"""What is wrong with a form as a whole stands above it, once."""

import re
from html import escape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from deals.models import Stage
from tests.factories import DealFactory, GateFactory

TEMPLATES = Path(settings.BASE_DIR, "templates")
ELEMENT = re.compile(r"<form\b.*?</form>", re.DOTALL)
LAID_OUT = re.compile(r"{% crispy ([\w.]+) [\w.]+ %}")
PRINTED = re.compile(
    r'{% include "parts/form_errors.html"(?: with form=([\w.]+))? %}'
    r"|{% for error in ([\w.]+)\.non_field_errors %}"
)
# These only narrow what is shown: nothing can be wrong with them as a whole.
NARROWING = {("parts/search.html", "list.filters"), ("investors/event_numbers.html", "form")}


def forms_laid_out():
    """Each form of our templates that crispy lays out: in which file, what it is called."""
    return [
        (str(path.relative_to(TEMPLATES)), form, element)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for element in ELEMENT.findall(path.read_text())
        for form in sorted(set(LAID_OUT.findall(element)))
    ]


FORMS = forms_laid_out()


@pytest.mark.parametrize(
    ("name", "form", "element"), FORMS, ids=[f"{name}-{form}" for name, form, _element in FORMS]
)
def test_a_page_prints_the_errors_of_each_of_its_forms_once(name, form, element):
    printed = [given or looped or "form" for given, looped in PRINTED.findall(element)]

    assert printed.count(form) == ((name, form) not in NARROWING)


def test_a_sentence_about_the_whole_form_is_read_once(officer, desk):
    deal = DealFactory(office=officer.office, stage=Stage.IDENTIFIED)
    gate = GateFactory(office=officer.office, stage=Stage.PROMOTED, fact="sector")

    page = desk.post(
        reverse("deals:move", args=[deal.pk]), {"to": "promoted", "shown": "identified"}
    )

    (sentence,) = page.context["form"].non_field_errors()
    assert gate.get_fact_display().lower() in sentence.lower()
    assert page.content.decode().count(escape(sentence)) == 1
