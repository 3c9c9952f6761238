"""The steps and fields every programme has, before its own questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.questionnaire import fields as a
from delegates.questionnaire.steps import Step

Fields = dict[str, forms.Field]


def person() -> Step:
    return Step(
        "person",
        _("Person"),
        _("Who are you?"),
        _("We write it like this on invitations, visa papers and name cards."),
        {
            "family_name": a.read_as(
                _("Family name, as in your passport"),
                a.latin,
                hint=_("In Latin letters, as in the lines with many < at the foot of its page."),
                required=True,
                most=80,
                autocomplete="family-name",
            ),
            "given_name": a.read_as(
                _("Given names, as in your passport"),
                a.latin,
                hint=_("All of them. Leave it blank if your passport has a single name."),
                most=80,
                autocomplete="given-name",
            ),
            "name_local": a.line(
                _("Name in your own script"),
                hint=_("If it is not written in Latin letters."),
                most=120,
            ),
            "title": a.line(
                _("Title"), hint=_("Dr., H.E., Ms.; as on your business card."), most=20
            ),
            "country": a.country(_("Country you come from"), required=True),
            "email": a.email(
                _("E-mail address"), hint=_("One that you read yourself."), required=True
            ),
            "phone": a.line(
                _("Phone"),
                hint=_("With the country's number before it, such as +212 600 000000."),
                most=40,
                inputmode="tel",
                autocomplete="tel",
            ),
            "languages": a.line(
                _("Languages you work in"), hint=_("The best one first: French, English.")
            ),
        },
    )


def post() -> Step:
    return Step(
        "post",
        _("Post and experience"),
        _("Where do you work today?"),
        _("We write it like this on your invitation."),
        {
            "agency": a.line(
                _("Agency or organisation"),
                hint=_("Its full name in English or French, without short forms."),
                required=True,
                autocomplete="organization",
            ),
            "post": a.line(
                _("Post"),
                hint=_("As on your business card."),
                required=True,
                most=160,
                autocomplete="organization-title",
            ),
            "since": a.read_as(
                _("Since"), a.some_day, hint=_("The year, or year and month: 2019, 2019-03.")
            ),
            "duties": a.text(_("What you do there"), required=True),
            "years": a.read_as(_("Years of experience in this work"), a.years, inputmode="numeric"),
            "earlier": a.text(
                _("Earlier posts"), hint=_("One a line: from when to when, where, as what.")
            ),
            "degree": a.line(_("Highest degree"), hint=_("And in which subject.")),
        },
    )


def aims() -> Step:
    return Step(
        "aims",
        _("Aims and companies wished for"),
        _("What do you want to reach?"),
        _("We plan your meetings by this."),
        {
            "aims": a.text(_("What you want to bring home"), required=True),
            "sectors": a.line(
                _("Sectors"), hint=_("Such as food, automotive, textiles, renewable energy.")
            ),
            "companies": a.text(
                _("Companies you wish to meet"),
                hint=_("One a line. The kind of company will do if you know no names."),
            ),
            "why_you": a.text(_("Why you"), hint=_("What makes you the right person to send.")),
        },
    )


def travel() -> Step:
    return Step(
        "travel",
        _("Travel"),
        _("How will you travel?"),
        _("We need it for visa papers and flights."),
        {
            "dates": a.text(
                _("Days that suit you"), hint=_("And days on which you cannot travel."), rows=2
            ),
            "departure": a.line(_("City of departure")),
            "no_passport": a.tick(_("I do not have a passport yet")),
        },
    )


def documents() -> Step:
    return Step(
        "documents",
        _("Documents"),
        _("Which papers do you send with it?"),
        _("PDF or picture (JPEG, PNG, WebP), each of at most 10 MB. A clear photo will do."),
    )


def consent() -> Step:
    return Step(
        "consent",
        _("Consent"),
        _("What we keep of you, and why"),
        "",
        {
            "consent": a.tick(
                _("I have read this, and I agree."),
                required=True,
                otherwise=_(
                    "Tick this box if you agree; without it we may not keep what you wrote."
                ),
            )
        },
    )


def report() -> Step:
    """What is asked after the visit: the programme's own questions, see reports.py."""
    return Step("report", _("Report"), _("Report on your visit"))
