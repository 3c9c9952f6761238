"""The usual steps before a visit, for an office to change.

The inviter's papers come first and are sent to the applicant, whose own papers follow; organisers
cut off six weeks before. Some countries have other procedures: they get steps of their own.
"""

from typing import NamedTuple

from delegates.models import ByWhom, Paper

US, DELEGATE = ByWhom.US, ByWhom.DELEGATE
Kind = Paper.Kind


class Step(NamedTuple):
    """One step, and how many days before arrival it is due."""

    days_before: int
    by_whom: str
    text: str
    text_fr: str
    text_ja: str
    paper: str = ""


USUAL = [
    Step(
        60,
        US,
        "Agree on the days of the stay, and check how this country applies for a visa",
        "Convenir des dates du séjour et vérifier la procédure de visa de ce pays",
        "滞在日程の確定、および当該国の査証手続きの確認",
    ),
    Step(
        49,
        US,
        "Issue the letter of reason for invitation",
        "Établir la lettre de motif d’invitation",
        "招へい理由書の作成",
        Kind.REASON,
    ),
    Step(
        49,
        US,
        "Issue the list of applicants",
        "Établir la liste des demandeurs",
        "申請人名簿の作成",
        Kind.APPLICANTS,
    ),
    Step(
        49,
        US,
        "Issue the schedule of stay",
        "Établir le programme de séjour",
        "滞在予定表の作成",
        Kind.SCHEDULE,
    ),
    Step(
        45,
        US,
        "Send these papers to the delegate",
        "Envoyer ces documents au délégué",
        "上記書類を本人へ送付",
    ),
    Step(
        42,
        DELEGATE,
        "Passport valid for the whole stay",
        "Passeport valable pendant tout le séjour",
        "滞在期間中有効な旅券",
    ),
    Step(
        42,
        DELEGATE,
        "Certificate of employment",
        "Attestation de travail",
        "在職証明書",
    ),
    Step(
        35,
        DELEGATE,
        "Visa application form and photo",
        "Formulaire de demande de visa et photo",
        "査証申請書と写真",
    ),
    Step(
        35,
        DELEGATE,
        "Flight booking",
        "Réservation du vol",
        "航空便の予約確認書",
    ),
    Step(
        28,
        DELEGATE,
        "Apply for the visa at the embassy or consulate of Japan",
        "Demander le visa à l’ambassade ou au consulat du Japon",
        "日本国大使館・総領事館での査証申請",
    ),
    Step(
        14,
        US,
        "Book the accommodation, and tell the delegate the address",
        "Réserver l’hébergement et en communiquer l’adresse au délégué",
        "宿泊先の手配と本人への連絡",
    ),
    Step(
        10,
        DELEGATE,
        "Visa in hand",
        "Visa obtenu",
        "査証の受領",
    ),
    Step(
        7,
        DELEGATE,
        "Travel insurance",
        "Assurance voyage",
        "海外旅行保険への加入",
    ),
]
