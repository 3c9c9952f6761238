"""The Morocco case, as far as it is published; the delegate under an invented name.

Source: https://hub.unido.org/news/unido-itpos-delegates-programme and the rows of deals.csv.
What the source leaves open stays open here: no date, no number and no participant is added.
"""

from deals import contributions
from deals.models import Contribution, Deal
from delegates.models import Agency, Delegate, Posting, Programme, Visit
from investors.models import Meeting, MeetingParty, Mission, MissionLeg
from itpo.sample.book import Book

SOURCE = "https://hub.unido.org/news/unido-itpos-delegates-programme"
DELEGATE = ("Exemple", "Karim")
FIRST, LATER = "First visits as a delegate", "Later visits as a delegate"
MISSION = "Business missions of Japanese investors to Morocco"
MEETING = "Business discussions with Yazaki"
WHOLE, PLANTS = "YZ-3", ["YZ-TAN", "YZ-KEN", "YZ-MEK"]

INFERRED = (
    " UNIDO names three plants together; that this plant is one of them is inferred (deals.csv), "
    "and no public source says which visit led to which plant."
)
ALL_PHASES = (
    "UNIDO writes that the delegate facilitated all phases of the investment and of its "
    "implementation with Yazaki."
)
VISITS_LED_TO_DEALS = (
    "UNIDO writes that Japanese companies took up business in Morocco as a result of the "
    "delegate's repeated visits."
)
MISSIONS_FOLLOWED = (
    "UNIDO writes that investors' business missions to Morocco followed the visits, and that "
    "companies then took up business there; how strongly a mission counted is not published."
)
Role, Strength = Contribution.Role, Contribution.Strength


def add(book: Book) -> None:
    """Add the chain from the delegate's first visits to the imported plants."""
    _add_delegate(book)
    _add_visits(book)
    _add_mission(book)
    _add_meeting(book)
    _add_contributions(book)


def _add_delegate(book: Book) -> None:
    """The person, the agency and its new name, and the two posts that are known."""
    morocco = book["MA"]
    department, _is_new = Agency.objects.get_or_create(
        country=morocco,
        name="Department of Investments",
        defaults={
            "kind": Agency.Kind.MINISTRY,
            "notes": "Now AMDIE. When it was renamed is not said in the source.",
        },
    )
    Agency.objects.get_or_create(
        country=morocco,
        name="Agence Marocaine de Développement des Investissements",
        defaults={"short_name": "AMDIE", "kind": Agency.Kind.IPA, "predecessor": department},
    )
    zone, _is_new = Agency.objects.get_or_create(
        country=morocco,
        name="Aerospace industry free zone",
        defaults={
            "kind": Agency.Kind.ZONE,
            "notes": "The source names the zone; it is left out here, as it would name the person.",
        },
    )
    delegate, is_new = Delegate.objects.get_or_create(
        country=morocco,
        family_name=DELEGATE[0],
        given_name=DELEGATE[1],
        defaults={
            "email": "karim.exemple@example.org",
            "notes": "An invented name for the delegate of the Morocco case. The source tells of "
            "repeated visits since the 1990s; their number and dates are not published.",
        },
    )
    book["karim"], book["department"] = delegate, department
    if is_new:
        Posting.objects.create(
            delegate=delegate, agency=department, is_current=False, source_url=SOURCE
        )
        Posting.objects.create(
            delegate=delegate, agency=zone, post="Managing Director", source_url=SOURCE
        )


def _add_visits(book: Book) -> None:
    programme = Programme.objects.filter(source_url=SOURCE, countries=book["MA"]).first()
    for key, purpose, begins, notes in (
        (
            "first visits",
            FIRST,
            "1990s",
            "The source says only: since the 1990s. Exact dates are not published.",
        ),
        (
            "later visits",
            LATER,
            "",
            "Stands for all later visits; their number and dates are not published.",
        ),
    ):
        book[key], _is_new = Visit.objects.get_or_create(
            office=book.office,
            delegate=book["karim"],
            purpose=purpose,
            defaults={
                "agency": book["department"],
                "programme": programme,
                "officer": book.staff.hanako,
                "state": Visit.State.COMPLETED,
                "begins": begins,
                "notes": notes,
                "source_url": SOURCE,
            },
        )


def _add_mission(book: Book) -> None:
    book["missions"], is_new = Mission.objects.get_or_create(
        office=book.office,
        name=MISSION,
        defaults={
            "state": Mission.State.COMPLETED,
            "owner": book.staff.hanako,
            "source_url": SOURCE,
            "notes": "The visits were followed up with business missions by investors. How many, "
            "when, and which companies travelled is not published.",
        },
    )
    if is_new:
        MissionLeg.objects.create(mission=book["missions"], country=book["MA"], source_url=SOURCE)


def _add_meeting(book: Book) -> None:
    yazaki = Deal.objects.get(office=book.office, ref=WHOLE).companies.order_by("pk").first()
    book["discussions"], is_new = Meeting.objects.get_or_create(
        office=book.office,
        subject=MEETING,
        officer=book.staff.hanako,
        defaults={
            "kind": Meeting.Kind.VISIT,
            "state": Meeting.State.HELD,
            "visit": book["later visits"],
            "outcome": f"{ALL_PHASES} The days of their talks, and during which visit they were "
            "held, are not published.",
            "source_url": SOURCE,
        },
    )
    if is_new:
        MeetingParty.objects.create(meeting=book["discussions"], company=yazaki)
        MeetingParty.objects.create(meeting=book["discussions"], delegate=book["karim"])


def _add_contributions(book: Book) -> None:
    """What helped the three plants as a whole; and each plant, as far as that can be inferred."""
    helpers = [
        ({"visit": book["later visits"]}, Role.FACILITATION, Strength.FACILITATED, ALL_PHASES),
        ({"mission": book["missions"]}, Role.PROMOTION, Strength.INFORMED, MISSIONS_FOLLOWED),
        ({"meeting": book["discussions"]}, Role.NEGOTIATION, Strength.FACILITATED, ALL_PHASES),
    ]
    first = ({"visit": book["first visits"]}, Role.PROMOTION, Strength.FACILITATED)
    deals = Deal.objects.filter(office=book.office)
    for helper, role, strength, evidence in [*helpers, (*first, VISITS_LED_TO_DEALS)]:
        _contribute(book, deals.get(ref=WHOLE), helper, role, strength, evidence)
    for plant in deals.filter(ref__in=PLANTS).order_by("pk"):
        for helper, role, strength, evidence in helpers:
            _contribute(book, plant, helper, role, strength, evidence + INFERRED)


def _contribute(
    book: Book,
    deal: Deal,
    helper: dict[str, Visit | Mission | Meeting],
    role: str,
    strength: str,
    evidence: str,
) -> None:
    if deal.contributions.filter(**helper).exists():
        return
    (thing,) = helper.values()
    contributions.accept(
        deal=deal,
        thing=thing,
        role=role,
        strength=strength,
        evidence=evidence,
        evidence_url=SOURCE,
        by=book.staff.keiko,
        at=book.days.at,
    )
