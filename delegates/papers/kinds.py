"""The papers about visits, programmes and invitations: what each cannot do without."""

from collections.abc import Iterator
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from delegates.models import Invitation, Paper, Programme, Visit
from delegates.papers import facts as made_of
from delegates.papers.facts import Facts
from delegates.papers.printing import delegation_in_words, itinerary_in_words, printed
from delegates.papers.registry import Made, Subject, paper, subject

Kind = Paper.Kind

TITLES = {
    Kind.REASON: {"en": "Letter of reason for invitation", "ja": "招へい理由書"},
    Kind.APPLICANTS: {"en": "List of applicants", "ja": "申請人名簿"},
    Kind.SCHEDULE: {"en": "Schedule of stay", "ja": "滞在予定表"},
    Kind.ITINERARY: {"en": "Itinerary", "ja": "日程表"},
    Kind.DELEGATION: {"en": "Delegation list", "ja": "代表団名簿"},
    Kind.INVITATION: {
        "en": "Invitation to name delegates",
        "ja": "候補者ご推薦のお願い",
        "fr": "Invitation à désigner des délégués",
    },
    Kind.CERTIFICATE: {
        "en": "Certificate of participation",
        "ja": "参加証明書",
        "fr": "Attestation de participation",
    },
}


def signature(facts: Facts) -> Iterator[str]:
    if not facts["office"]["signed_by"]:
        yield _("Nobody is named who signs for the office: a manager does that in the admin.")


def letterhead(facts: Facts) -> Iterator[str]:
    if not facts["office"]["address"]:
        yield _("The office's address is not filled in: a manager does that in the admin.")
    yield from signature(facts)


def days(facts: Facts) -> Iterator[str]:
    if not facts["stay"]["arrives"] or not facts["stay"]["leaves"]:
        yield _("Say the first and the last day of the visit to the day.")


def reason(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    yield from days(facts)
    if not facts["person"]["agency"]:
        yield _("Say which agency sends the delegate.")
    if not facts["stay"]["purpose"] and not facts["programme"]["name"]:
        yield _("Say the purpose of the visit.")


def schedule(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    yield from days(facts)


def applicants(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    if not facts["people"]:
        yield _("Nobody is to come yet: the list has visits that are planned or under way.")
    for one in facts["people"].values():
        if not one["stay"]["arrives"] or not one["stay"]["leaves"]:
            yield _("Say the first and the last day of the visit of %(who)s to the day.") % {
                "who": f"{one['person']['family_name'].upper()} {one['person']['given_name']}"
            }


def invitation(facts: Facts) -> Iterator[str]:
    yield from letterhead(facts)
    if not facts["programme"]["begins"]:
        yield _("Say when the programme begins; the month is enough.")


def certificate(facts: Facts) -> Iterator[str]:
    yield from signature(facts)
    yield from days(facts)
    if facts["state"] == Visit.State.PLANNED:
        yield _("The visit has not begun: who has come gets a certificate.")


def itinerary(facts: Facts) -> Iterator[str]:
    yield from days(facts)
    if not facts["agenda"]:
        yield _("Nothing is on the agenda yet.")


def delegation(facts: Facts) -> Iterator[str]:
    if not facts["people"]:
        yield _("Nobody is to come yet: the list has visits that are planned or under way.")


def page_of_visit(visit: Visit) -> str:
    return reverse("delegates:visit-papers", args=[visit.pk])


def page_of_programme(about: Programme | Invitation) -> str:
    programme = about.programme_id if isinstance(about, Invitation) else about.pk
    return reverse("delegates:programme-papers", args=[programme])


def with_all_it_says(visit: Visit) -> Visit:
    if hasattr(visit, "post_then"):
        return visit
    found: Visit = Visit.objects.for_papers().get(pk=visit.pk)
    return found


subject(Visit, Subject(Paper, page_of_visit, attrgetter("delegate"), load=with_all_it_says))
subject(Programme, Subject(Paper, page_of_programme))
subject(
    Invitation,
    Subject(
        Paper, page_of_programme, whom=attrgetter("agency"), office=attrgetter("programme.office")
    ),
)

for kind, model, gather, lacks in (
    (Kind.REASON, Visit, made_of.of_reason, reason),
    (Kind.SCHEDULE, Visit, made_of.of_schedule, schedule),
    (Kind.APPLICANTS, Visit, made_of.of_one_applicant, applicants),
    (Kind.CERTIFICATE, Visit, made_of.of_certificate, certificate),
    (Kind.APPLICANTS, Programme, made_of.of_applicants, applicants),
    (Kind.INVITATION, Invitation, made_of.of_invitation, invitation),
):
    paper(kind, model, Made(TITLES[kind], gather, lacks, printed))
paper(
    Kind.ITINERARY,
    Visit,
    Made(TITLES[Kind.ITINERARY], made_of.of_schedule, itinerary, itinerary_in_words),
)
paper(
    Kind.DELEGATION,
    Programme,
    Made(TITLES[Kind.DELEGATION], made_of.of_delegation, delegation, delegation_in_words),
)
