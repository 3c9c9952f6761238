"""Which mails to people outside the office may word itself, and with what placeholders."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from itpo.office import mail_kinds
from itpo.office.mail_kinds import MailKind, Place, Words


def _part(name: str, meaning: Words) -> Place:
    return Place(meaning, part=f"mail/portal/_{name}.txt")


LINK = Place(_("the personal link"), "address", is_secret=True)
OWN_PAGE = Place(_("the link to their own page"), "own_page", is_secret=True)
OFFICE = Place(_("the office's name"), "office.name")
PROGRAMME = Place(_("the programme's name"), "programme.name")
FOOT = _part("foot", _("that the link is personal, and whom to ask"))
QUESTIONS = _part("questions", _("whom to ask"))
SIGNATURE = _part("office", _("the office with address and telephone"))
GREETING = _part("greeting", _("the greeting, with their name where it is known"))
ABOUT = _part("about", _("the programme, its dates, themes and closing day"))
PAPERS = _part("papers", _("the papers to have ready, if any"))
WHEN = Place(_("when it takes place"), "programme.when", default=_("the dates will follow"))
TOLD = Place(_("what the office tells them with its decision"), "told")
UNTIL = Place(_("until which day"), "last_day")
EVENT = Place(_("the event's name"), "event.called")
EVENT_PART = _part("event", _("the event, when and where"))
EVENT_WHEN = Place(_("when it takes place"), "event.when", default=_("the date will follow"))
REGISTERED = Place(_("their name"), "registration.name")
WHO = Place(_("their name"), "who")
INVITED = {"greeting": GREETING, "office": OFFICE, "programme": PROGRAMME, "link": LINK}
INVITED |= {"about": ABOUT, "papers": PAPERS, "foot": FOOT}
DECIDED = {"greeting": GREETING, "office": OFFICE, "programme": PROGRAMME, "told": TOLD}
AT_EVENT = {"who": REGISTERED, "event": EVENT}
SEAT = {**AT_EVENT, "about": EVENT_PART, "link": LINK, "foot": FOOT}
ASKED = {
    "who": WHO,
    "company": Place(_("the company's name"), "company"),
    "office": Place(_("the office's name"), "office_name"),
    "deal": Place(_("how the deal is called to them"), "confirmation.called"),
    "link": LINK,
    "foot": FOOT,
}
MEETING = {
    "who": WHO,
    "title": Place(_("the meeting's title"), "entry.title"),
    "day": Place(_("its day"), "day"),
    "meeting": _part("meeting", _("the meeting, when, where and with whom")),
    "questions": QUESTIONS,
}
RECEIVED = {
    "who": Place(_("the applicant's name"), "application"),
    "programme": PROGRAMME,
    "day": Place(_("the day it was handed in"), "day"),
    "link": LINK,
    "foot": FOOT,
}


def _kind(
    name: str,
    label: Words,
    places: dict[str, Place],
    *required: str,
    template: str = "",
    **fixed: Any,
) -> MailKind:
    path = f"mail/portal/{template or name}.txt"
    return MailKind(name, label, path, places, frozenset(required), fixed)


KINDS = [
    _kind("application_invited", _("Invitation to apply"), INVITED, "link"),
    _kind(
        "application_named",
        _("Invitation to apply, named by an agency"),
        {**INVITED, "agency": Place(_("the agency's name"), "agency")},
        "link",
        template="application_invited",
    ),
    _kind(
        "agency_invited",
        _("Call to an agency to name delegates"),
        {
            **INVITED,
            "agency": Place(_("the agency's name"), "agency"),
            "how_many": _part("how_many", _("how many they can name, if that is limited")),
        },
        "link",
    ),
    _kind("application_received", _("Application handed in"), RECEIVED, "link", is_own=True),
    _kind(
        "application_received_for",
        _("Application handed in by an agency"),
        RECEIVED,
        "link",
        template="application_received",
        is_own=False,
    ),
    _kind(
        "application_accepted",
        _("Accepted"),
        {
            **DECIDED,
            "visit": Place(_("their days"), "visit.when", default=_("the dates will follow")),
            "own_page": OWN_PAGE,
            "foot": FOOT,
        },
        "own_page",
    ),
    _kind(
        "application_waiting",
        _("On the waiting list"),
        {**DECIDED, "when": WHEN, "own_page": OWN_PAGE, "foot": FOOT},
        "own_page",
    ),
    _kind("application_declined", _("Declined"), {**DECIDED, "questions": QUESTIONS}),
    _kind(
        "application_offered",
        _("A seat is offered"),
        {
            "greeting": GREETING,
            "programme": PROGRAMME,
            "when": WHEN,
            "until": UNTIL,
            "own_page": OWN_PAGE,
            "foot": FOOT,
        },
        *("own_page", "until"),
    ),
    _kind(
        "application_reopened",
        _("The form is open again"),
        {
            "greeting": GREETING,
            "programme": PROGRAMME,
            "until": UNTIL,
            "wanted": _part("wanted", _("what the office asks for, if it says so")),
            "link": LINK,
            "foot": FOOT,
        },
        "link",
    ),
    _kind(
        "application_withdrawn",
        _("Application withdrawn"),
        {"greeting": GREETING, "programme": PROGRAMME, "questions": QUESTIONS},
    ),
    _kind(
        "paper_issued",
        _("A paper is ready"),
        {
            "who": Place(_("their name"), "delegate.full_name"),
            "paper": Place(_("which paper"), "paper.get_kind_display"),
            "programme": PROGRAMME,
            "link": LINK,
            "foot": FOOT,
        },
        "link",
    ),
    _kind(
        "post_check",
        _("Yearly question where they work"),
        {
            "who": Place(_("their name"), "delegate.full_name"),
            "office": OFFICE,
            "on_record": _part("on_record", _("the post we have on record, if any")),
            "link": LINK,
            "foot": FOOT,
        },
        "link",
    ),
    _kind(
        "link_again",
        _("The link once more, to an applicant"),
        {"programme": PROGRAMME, "about": ABOUT, "link": LINK, "foot": FOOT},
        "link",
        is_application=True,
    ),
    _kind(
        "link_again_agency",
        _("The link once more, to an agency"),
        {"programme": PROGRAMME, "about": ABOUT, "link": LINK, "foot": FOOT},
        "link",
        template="link_again",
        is_application=False,
    ),
    _kind(
        "link_again_other",
        _("The link once more, to anybody else"),
        {"office": OFFICE, "link": LINK, "foot": FOOT},
        "link",
        template="link_again",
        programme=None,
    ),
    _kind(
        "links_lost",
        _("All links of an address"),
        {
            "links": Place(_("the links"), part="mail/portal/_links.txt", is_secret=True),
            "signature": SIGNATURE,
        },
        "links",
    ),
    _kind("event_seat", _("Registered for an event"), SEAT, "link", kind="seat"),
    *(
        _kind(f"event_seat_{kind}", label, SEAT, "link", template="event_seat", kind=kind)
        for kind, label in (
            ("moved_up", _("A seat has come free")),
            ("asked_again", _("Registered once more")),
            ("moved", _("The event has changed")),
        )
    ),
    _kind("event_waiting", _("Waiting for a seat"), SEAT, "link", kind="waiting"),
    *(
        _kind(f"event_waiting_{kind}", label, SEAT, "link", template="event_waiting", kind=kind)
        for kind, label in (
            ("asked_again", _("Registered once more, waiting for a seat")),
            ("moved", _("The event has changed, waiting for a seat")),
        )
    ),
    _kind(
        "event_given_back",
        _("Registration given back"),
        {**AT_EVENT, "when": EVENT_WHEN, "signature": SIGNATURE},
    ),
    _kind(
        "event_called_off",
        _("The event is cancelled"),
        {
            **AT_EVENT,
            "why": Place(_("why it is cancelled"), "event.cancelled_because"),
            "when": EVENT_WHEN,
            "signature": SIGNATURE,
        },
    ),
    _kind("confirmation_asked", _("Asking a company what our help did"), ASKED, "link"),
    _kind("confirmation_reminded", _("Asking a company once more"), ASKED, "link"),
    _kind(
        "meeting_invite",
        _("Invitation to a meeting"),
        MEETING,
        "meeting",
        takes_place=True,
        is_new=True,
    ),
    _kind(
        "meeting_changed",
        _("A meeting has changed"),
        MEETING,
        "meeting",
        template="meeting_invite",
        takes_place=True,
        is_new=False,
    ),
    *(
        _kind(
            f"meeting_{name}",
            label,
            MEETING,
            template="meeting_invite",
            takes_place=False,
            is_postponed=name == "postponed",
        )
        for name, label in (
            ("cancelled", _("A meeting is cancelled")),
            ("postponed", _("A meeting is put off")),
        )
    ),
    _kind(
        "meetings_off",
        _("Meetings that do not take place"),
        {
            "who": WHO,
            "meetings": _part("meetings", _("the meetings, one a line")),
            "questions": QUESTIONS,
        },
        "meetings",
    ),
]

_DAY = date(2027, 2, 1)
_PROGRAMME = {"name": "Delegates 2027", "when": "1 Feb 2027 – 12 Feb 2027"}
_ADDRESS = "https://desk.example.org/apply/7/•••/"
_ENTRY = {
    "title": "Example Foods K.K.",
    "day": _DAY,
    "clock": "14:00–15:00",
    "city": "Tokyo",
    "place": "Example Foods K.K., Chiyoda-ku",
    "with_whom": "Aiko SATO",
}
# Somebody made up, whom the admin shows an office's words to.
SAMPLES: dict[str, Any] = {
    "address": _ADDRESS,
    "own_page": "https://desk.example.org/my/7/•••/",
    "office": {"name": "UNIDO ITPO", "email": "office@example.org", "phone": "+81 3 0000 0000"},
    "office_name": "UNIDO ITPO",
    "officer": "SATO Aiko",
    "expires": date(2027, 5, 1),
    "programme": _PROGRAMME,
    "themes": "Circular economy",
    "until": _DAY,
    "last_day": "1 Feb 2027",
    "papers": ["A letter of nomination"],
    "full_name": "BENALI Amina",
    "told": "We look forward to meeting you.",
    "most": 2,
    "agency": "Example Investment Agency",
    "visit": {"when": "1 Feb 2027 – 12 Feb 2027"},
    "application": "BENALI Amina",
    "day": "1 Feb 2027",
    "wanted": "A clearer copy of your passport.",
    "delegate": {"full_name": "BENALI Amina"},
    "paper": {"get_kind_display": "Letter of invitation"},
    "posting": "Head of division, Example Investment Agency",
    "items": [{"address": _ADDRESS, "programme": _PROGRAMME, "is_application": True}],
    "registration": {"name": "YAMADA Taro", "state": "registered"},
    "event": {
        "called": "Investing in Example Land",
        "when": "1 Feb 2027",
        "clock": "14:00–16:00",
        "city": "Tokyo",
        "place": "Example Hall",
        "cancelled_because": "The speaker is ill.",
    },
    "who": "YAMADA Taro",
    "company": "Example Foods K.K.",
    "confirmation": {"called": "A plant in Example Land"},
    "entry": _ENTRY,
    "meetings": [_ENTRY],
}

mail_kinds.register_samples(SAMPLES)
for one in KINDS:
    mail_kinds.register(one)
