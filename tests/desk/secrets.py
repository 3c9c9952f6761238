"""A confidential deal with everything that hangs on it, among what everybody sees.

Every text of it says “Kestrel”, so that a page that lets any of it through is found out.
"""

from datetime import UTC, date, datetime
from typing import Any

import tests.factories as make
from deals import confidentiality
from deals.models import (
    Claim,
    Confirmation,
    ConfirmedFigure,
    Contribution,
    Deal,
    DealCompany,
    Institution,
    SiteChange,
    StageChange,
    Undisclosed,
    Verification,
)
from investors.models import (
    Booking,
    Meeting,
    MeetingInvite,
    MeetingParty,
)
from itpo.office import follow_ups
from itpo.office.models import (
    Document,
    FollowUp,
    ImportedRecord,
    ImportRun,
    OutgoingMail,
    PersonalLink,
    StoppedAddress,
    User,
)

WORD = "Kestrel"
HIDDEN = {
    *(Institution, Verification),
    *(
        Booking,
        Claim,
        Confirmation,
        ConfirmedFigure,
        PersonalLink,
        Contribution,
        Deal,
        DealCompany,
        Document,
        FollowUp,
        Meeting,
    ),
    *(MeetingInvite, MeetingParty, OutgoingMail, SiteChange, StageChange, Undisclosed),
    *(ImportRun, ImportedRecord, StoppedAddress),
}


def keep(officer: User) -> dict[Any, Any]:
    """One row of each table: those hidden from the officer's colleagues, and those around them."""
    country = make.HostCountryFactory()
    agency = make.AgencyFactory(country=country)
    delegate = make.DelegateFactory(country=country)
    make.PostingFactory(delegate=delegate, agency=agency)
    contact = make.ContactFactory(company__owner=officer)
    programme = make.ProgrammeFactory(office=officer.office)
    visit = make.VisitFactory(
        officer=officer, delegate=delegate, agency=agency, programme=programme
    )
    mission = make.MissionFactory(
        office=officer.office, owner=officer, begins="2026-11-20", ends="2026-11-24"
    )
    make.MissionLegFactory(mission=mission, country=country)
    make.MissionMemberFactory(mission=mission, company=contact.company, contact=contact)
    event = make.EventFactory(office=officer.office, begins="2026-11-24", ends="2026-11-24")
    deal = make.DealFactory(
        office=officer.office,
        owner=officer,
        country=country,
        title=f"{WORD} works",
        notes=f"{WORD} wants a harbour",
        our_part_typed=f"We introduced {WORD}",
        is_confidential=True,
        anonymous_description="A plant in the north",
    )
    role = make.DealCompanyFactory(deal=deal, company=contact.company)
    # What everybody sees leads to it.
    make.DealFactory(office=officer.office, owner=officer, parent=deal, parent_relation="part")
    meetings = [
        make.MeetingFactory(
            officer=officer,
            subject=f"{WORD} talk",
            outcome=f"{WORD} wants a harbour",
            minutes=f"{WORD} showed the plan" if "mission" not in within else "",
            state=state,
            **within,
        )
        for state, within in (
            ("held", {"visit": visit}),
            ("planned", {"mission": mission}),
            ("held", {"event": event}),
        )
    ]
    seats = [
        make.MeetingPartyFactory(meeting=one, company=contact.company, contact=contact)
        for one in meetings
    ]
    make.MeetingPartyFactory(meeting=meetings[0], company=None, delegate=delegate)
    claim = make.ClaimFactory(
        deal=deal,
        words=f"{WORD}: about 500",
        source=f"{WORD} letter",
        phase="actual",
        recorded_by=officer,
    )
    institution = make.InstitutionFactory(deal=deal, name=f"{WORD} hospital")
    make.ClaimFactory(deal=deal, institution=institution, metric="units", source=f"{WORD} letter")
    checked = make.VerifiedClaimFactory(deal=deal, metric="women", recorded_by=officer)
    letter = make.DocumentFactory(office=officer.office, title=f"{WORD} letter.pdf")
    check = make.VerificationFactory(claim=checked, evidence=f"{WORD} letter", evidence_file=letter)
    contributions = [
        make.ContributionFactory(deal=deal, evidence=f"{WORD} letter", **{"visit": None, **within})
        for within in (
            {"visit": visit},
            {"mission": mission},
            {"event": event},
            *({"meeting": one} for one in meetings),
        )
    ]
    withheld = make.UndisclosedFactory(deal=deal, because=f"{WORD} asked", said_by=officer)
    site = make.SiteChangeFactory(deal=deal, source=f"{WORD} report", recorded_by=officer)
    change = make.StageChangeFactory(deal=deal, changed_by=officer, reason=f"{WORD} signed")
    make.StageChangeFactory(
        deal=deal,
        changed_by=officer,
        from_stage="identified",
        to_stage="promoted",
        missing="origin",
        passed_because=f"{WORD} hurries",
    )
    follow_up = make.FollowUpFactory(
        owner=officer,
        what=f"Ask {WORD} for the plan",
        about=deal.title,
        due_on=date(2026, 11, 20),
    )
    for about in (deal, meetings[0], claim, contact.company, country, visit, mission, event):
        about.follow_ups.add(follow_up)
    for other in User.objects.filter(office=officer.office).exclude(pk=officer.pk):
        # What others promised about it stays theirs, and calls it by its other name.
        theirs = follow_ups.promise(
            what="Call the mayor", due_on=date(2026, 11, 20), owner=other, about=deal
        )
        deal.follow_ups.add(theirs)
    confidentiality.settle(deal=deal, by=officer)
    make.SavedViewFactory(
        user=officer,
        office=officer.office,
        page="deals:deals",
        name=f"{WORD} and others",
        query=f"q={WORD}",
        is_shared=False,
    )
    document = make.DocumentFactory(
        office=officer.office, title=f"{WORD}.pdf", uploaded_by=officer, is_restricted=True
    )
    booking = make.BookingFactory(
        meeting=meetings[0],
        resource__office=officer.office,
        starts_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC),
    )
    invite = make.MeetingInviteFactory(
        meeting=meetings[0], contact=contact, email=f"{WORD}@example.org"
    )
    mail = make.OutgoingMailFactory(user=officer, is_restricted=True)
    confirmation = make.AnsweredFactory(
        deal=deal,
        contact=contact,
        asked_by=officer,
        link__email=f"{WORD}@example.org",
        comment=f"{WORD} is grateful",
        answered_by=f"{WORD} director",
    )
    stop = make.StoppedAddressFactory(address=f"{WORD}@example.org".lower(), mail=mail, said=WORD)
    confirmed = make.ConfirmedFigureFactory(confirmation=confirmation, claim=claim, answer="right")
    make.OutgoingMailFactory(
        kind="confirmation.asked",
        to=f"{WORD}@example.org",
        about={"confirmation": confirmation.pk, "version": 1},
        office=officer.office,
        is_restricted=True,
        key="confirmation.asked:1:1",
        order_key=f"confirmation:{confirmation.pk}",
    )
    project = make.ProjectProfileFactory(country=country, delegate=delegate)
    rows = (
        project,
        *(country, agency, delegate, contact, contact.company, programme, visit, mission, event),
        *(deal, role, meetings[0], seats[0], claim, contributions[0], change, follow_up),
        *(document, booking, invite, mail, stop, confirmation, confirmed, confirmation.link),
        *(institution, check),
    )
    taken_in = make.ImportRunFactory(
        by=officer,
        is_restricted=True,
        file_name=f"{WORD}.xlsx",
        cells=[[2, [f"{WORD} works", "Sato"]], [3, ["", f"Mori of {WORD}"]]],
        plans=[
            {"row": 2, "fate": "created", "name": f"Sato of {WORD}"},
            {"row": 3, "fate": "refused", "problems": [["Company", f"Not {WORD}."]]},
        ],
    )
    imported = make.ImportedRecordFactory(run=taken_in)
    return {type(row): row for row in (*rows, withheld, site, taken_in, imported)}
