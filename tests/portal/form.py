"""Filling in the form as a browser without JavaScript does: read the page, type, press a button."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from delegates.models import Application
from itpo.portal.addresses import page


class _Fields(HTMLParser):
    """What the form of a page would send if nobody touched it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"file", "checkbox"}:
            self.values[name] = given.get("value") or ""
        elif tag == "input" and given.get("type") == "checkbox" and "checked" in given:
            self.values[name] = given.get("value") or "on"
        elif tag == "select":
            self._select = name
            self.values[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data.removeprefix("\n").replace("\n", "\r\n")


class Window:
    """One browser window with the form open in it."""

    def __init__(self, application: Application, client: Client | None = None) -> None:
        self.link = application.link
        self.client = client or Client()
        self.address, self.html, self.status = "", "", 0
        self.fields: dict[str, str] = {}

    def open(self, step: str = "") -> "Window":
        name = "portal:step" if step else ""
        return self.visit(page(self.link, name, **({"step": step} if step else {})))

    def visit(self, address: str) -> "Window":
        return self._read(self.client.get(address, follow=True))

    def press(self, go: str = "next", **typed: Any) -> "Window":
        sent = {**self.fields, **typed, "go": go}
        sent = {name: value for name, value in sent.items() if value is not None}
        return self._read(self.client.post(self.address, sent, follow=True))

    def autosave(self, **typed: Any) -> Any:
        sent = {**self.fields, **typed}
        return self.client.post(self.address, sent, headers={"X-Saving": "typing"})

    @property
    def step(self) -> str:
        return urlsplit(self.address).path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())

    def errors(self) -> dict[str, str]:
        """What stands below each field, by the field."""
        found = re.findall(r'<div class="err" id="id_([\w-]+)_error">(.*?)</div></div>', self.html)
        return {name: unescape(re.sub(r"<[^>]+>", " ", words)).strip() for name, words in found}

    def _read(self, response: Any) -> "Window":
        if response.redirect_chain:
            self.address = response.redirect_chain[-1][0].partition("#")[0]
        else:
            self.address = response.request["PATH_INFO"]
        self.status, self.html = response.status_code, response.content.decode()
        reader = _Fields()
        reader.feed(self.html)
        reader.values.pop("csrfmiddlewaretoken", None)
        self.fields = reader.values
        return self
