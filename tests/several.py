"""Doing the same with several rows of a list, as a browser does it."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse


def preview(browser: Client, page: str, what: str, rows: Iterable[Any], **said: Any) -> Any:
    """What is shown beforehand; the action's fields are called `to-…`."""
    asked = {"do": what, "row": [row.pk for row in rows], **said}
    return browser.get(reverse(page), asked)


def lines(answer: Any) -> list[tuple[str, str, str, str]]:
    """Of each row: its name, what it is, what it would be, why it cannot be."""
    return [
        (str(one.row), one.before, one.after, one.why_not)
        for one in sorted(answer.context["lines"], key=lambda one: str(one.row))
    ]


def do(browser: Client, page: str, what: str, rows: Iterable[Any], **said: Any) -> Any:
    """Press the button below the preview."""
    sent = {"list": page, "do": what, "row": [row.pk for row in rows], **said}
    return browser.post(reverse("office:several"), sent, follow=True)


def told(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]
