"""The words of mails, as an office changes them, with what they would look like."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office import mail_kinds, mail_words, placeholders
from itpo.office.admin_history import DeskAdmin
from itpo.office.letters import Letter
from itpo.office.mail_message import html_from
from itpo.office.models import MailText
from itpo.office.models.people import LANGUAGES

WORDS = ("subject", "body", "is_active")
SEEN = ("places", "sample_text", "sample_page", "shipped")


@admin.register(MailText)
class MailTextAdmin(DeskAdmin):
    change_list_template = "admin/office/mailtext/change_list.html"
    list_display = ("kind_shown", "language", "subject", "is_active")
    list_filter = ("language", "is_active")
    search_fields = ("subject", "body")
    ordering = ("kind", "language", "pk")
    readonly_fields = ("kind_shown", *SEEN)
    set_once = ("language",)
    fieldsets = (
        (None, {"fields": ("office", "kind_shown", "language", *WORDS)}),
        (_("How it reads"), {"fields": SEEN}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Which mail it is, is chosen once; what it looks like is shown once there is something."""
        sections: list[Any] = super().get_fieldsets(request, obj)
        if obj is not None:
            return sections
        title, options = sections[0]
        fields = ["kind" if name == "kind_shown" else name for name in options["fields"]]
        return [(title, {**options, "fields": fields})]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "kind":
            choices = [("", "---------"), *((one.name, one.label) for one in mail_kinds.kinds())]
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=choices)
        if db_field.name == "body":
            options["widget"] = AdminTextareaWidget(attrs={"rows": 18})
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start from the shipped words of the mail and the language asked for."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        kind = mail_kinds.find(str(initial.get("kind", "")))
        if kind is None or initial.get("language") not in dict(LANGUAGES):
            return initial
        words = mail_words.shipped_with_places(kind, initial["language"])
        return {"subject": words.subject, "body": words.body, **initial}

    @admin.display(description=_("which mail"), ordering="kind")
    def kind_shown(self, text: MailText) -> str:
        kind = mail_kinds.find(text.kind)
        return str(kind.label) if kind else text.kind

    @admin.display(description=_("placeholders"))
    def places(self, text: MailText) -> str | SafeString:
        kind = mail_kinds.find(text.kind)
        if kind is None:
            return gettext("There is no such mail.")
        values = mail_words.sample_values(kind, text.language)
        rows = format_html_join(
            "",
            "<tr><th><code>{}</code></th><td>{}{}</td><td><pre class='mail'>{}</pre></td></tr>",
            (
                (
                    f"{{{name}}}",
                    place.meaning,
                    gettext(" (has to be there)") if name in kind.required else "",
                    values[name],
                )
                for name, place in kind.places.items()
            ),
        )
        return format_html('<div class="table-scroll"><table>{}</table></div>', rows)

    @admin.display(description=_("as text, to somebody made up"))
    def sample_text(self, text: MailText) -> str | SafeString:
        words = _sample(text)
        return words if isinstance(words, str) else _as_text(words)

    @admin.display(description=_("as HTML, to somebody made up"))
    def sample_page(self, text: MailText) -> str | SafeString:
        words = _sample(text)
        if isinstance(words, str):
            return words
        return format_html('<div class="mail-page">{}</div>', html_from(words.body))

    @admin.display(description=_("the shipped text"))
    def shipped(self, text: MailText) -> str | SafeString:
        kind = mail_kinds.find(text.kind)
        if kind is None:
            return gettext("There is none.")
        return _as_text(mail_words.shipped_with_places(kind, text.language))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.all_kinds)
        return [path("kinds/", view, name="office_mailtext_kinds"), *super().get_urls()]

    def all_kinds(self, request: HttpRequest) -> HttpResponse:
        """Every mail in every language: the office's own words, or the shipped to start from."""
        own = {
            (text.kind, text.language): text for text in self.get_queryset(request).order_by("-pk")
        }
        add = reverse("admin:office_mailtext_add")
        rows = [
            {
                "label": kind.label,
                "texts": [
                    {
                        "language": name,
                        "own": own.get((kind.name, code)),
                        "add": f"{add}?kind={kind.name}&language={code}",
                    }
                    for code, name in LANGUAGES
                ],
            }
            for kind in mail_kinds.kinds()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Texts of mails"),
            "opts": self.opts,
            "rows": rows,
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/office/mailtext/kinds.html", context)


def _sample(text: MailText) -> Letter | str:
    """The words about somebody made up, or why there are none."""
    kind = mail_kinds.find(text.kind)
    if kind is None:
        return gettext("There is no such mail.")
    try:
        return mail_words.sample(text, kind)
    except ValidationError as error:
        said = " ".join(error.messages)
    except placeholders.CannotFill as error:
        said = str(error)
    return gettext("It cannot be used; the shipped text is sent. %(why)s") % {"why": said}


def _as_text(words: Letter) -> SafeString:
    return format_html(
        '<p><strong>{}</strong></p><pre class="mail">{}</pre>', words.subject, words.body
    )
