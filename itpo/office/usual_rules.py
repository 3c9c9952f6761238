"""The rules an office begins with, for its managers to change.

What is to be done is asked of the officers from the first day. What would write to people outside
is there with its words, but not in use: no mail by rule leaves the house before a manager has read
it, and has chosen it over the follow-up that asks an officer to write or call themselves.
"""

from dataclasses import dataclass, field
from datetime import datetime

from itpo.office import checklists
from itpo.office.models import Office, Rule, RuleText
from itpo.office.models.rules import Anchor, Condition, Subject, Tells, Unit, Working

Words = dict[str, tuple[str, str]]  # by language: subject and text


@dataclass(frozen=True)
class Usual:
    """One rule: for what, how many of which days from which day, and what is to be done."""

    subject: Subject
    offset: int
    unit: Unit
    anchor: Anchor
    what: str
    condition: str = ""
    working: Working = Working.OFFICE
    tells: Tells = Tells.OWNER
    words: Words = field(default_factory=dict)


DAYS, WORKING_DAYS, MONTHS = Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS
VISIT, MISSION, PROGRAMME = Subject.VISIT, Subject.MISSION, Subject.PROGRAMME
APPLICATION, BEGINS, ENDS = Subject.APPLICATION, Anchor.BEGINS, Anchor.ENDS

WHAT_CAME_OF_IT: Words = {
    "en": (
        "Your visit to Japan",
        "Dear {name},\n\nYou were our guest in Japan until {last_day}. What has come of the talks "
        "you had here? Are there companies you are still in touch with, and is there anything we "
        "can do to help?\n\nWe would be glad to hear from you. Please answer this mail.\n\n"
        "{officer}\n{office}",
    ),
    "fr": (
        "Votre séjour au Japon",
        "Bonjour {name},\n\nVous avez été notre hôte au Japon jusqu’au {last_day}. Quelles suites "
        "vos entretiens ont-ils eues ? Êtes-vous toujours en contact avec des entreprises, et "
        "pouvons-nous vous aider ?\n\nVotre réponse à ce message nous ferait plaisir.\n\n"
        "{officer}\n{office}",
    ),
    "ja": (
        "ご訪日後のご状況について",
        "{name} 様\n\n{last_day}までのご訪日の折は、お越しいただき誠にありがとうございました。"
        "その後、面談された企業とのお話はいかがでしょうか。私どもでお手伝いできることがございましたら、"
        "本メールへのご返信にてお知らせください。\n\n{officer}\n{office}",
    ),
}
THANKS: Words = {
    "en": (
        "Thank you for meeting our delegate",
        "Dear {name},\n\nThank you for the time you gave our guest during the visit from "
        "{first_day} to {last_day}. We shall send what was promised, and are glad to help with "
        "whatever comes next.\n\n{officer}\n{office}",
    ),
    "ja": (
        "ご面談の御礼",
        "{name} 様\n\nこのたびは、{first_day}から{last_day}までの訪日に際し、お時間を賜り誠に"
        "ありがとうございました。お約束の資料は追ってお送りいたします。今後ともよろしくお願い申し上げます。"
        "\n\n{officer}\n{office}",
    ),
}
STILL_OPEN: Words = {
    "en": (
        "Your application is still open",
        "Dear {name},\n\nYour application has not been sent in yet. It can be filled in until "
        "{last_day}; what you have typed is kept:\n\n{link}\n\nPlease ask us if anything is "
        "unclear.\n\n{officer}\n{office}",
    ),
    "fr": (
        "Votre candidature est encore ouverte",
        "Bonjour {name},\n\nVotre candidature n’a pas encore été envoyée. Vous pouvez la remplir "
        "jusqu’au {last_day} ; ce que vous avez saisi est conservé :\n\n{link}\n\nÉcrivez-nous si "
        "quelque chose n’est pas clair.\n\n{officer}\n{office}",
    ),
    "ja": (
        "お申し込みが完了していません",
        "{name} 様\n\nお申し込みはまだ送信されていません。{last_day}までご記入いただけます。"
        "入力済みの内容は保存されています。\n\n{link}\n\nご不明な点がございましたらお知らせください。"
        "\n\n{officer}\n{office}",
    ),
}

RULES = [
    Usual(VISIT, -30, WORKING_DAYS, BEGINS, "Get the papers ready", Condition.PAPERS),
    Usual(
        VISIT, -5, WORKING_DAYS, BEGINS, "Confirm the visit and its meetings", working=Working.BOTH
    ),
    Usual(VISIT, -2, WORKING_DAYS, BEGINS, "Brief whoever meets the delegate"),
    Usual(VISIT, 2, WORKING_DAYS, ENDS, "Thank whoever met the delegate"),
    Usual(VISIT, 5, WORKING_DAYS, ENDS, "Send what was promised during the visit"),
    Usual(
        VISIT, 20, WORKING_DAYS, ENDS, "Ask the companies for their interest", Condition.INTEREST
    ),
    *(
        Usual(VISIT, months, MONTHS, ENDS, what, working=Working.BOTH)
        for months, what in (
            (3, "Ask the delegate what came of it"),
            (6, "Ask the delegate once more, after half a year"),
            (12, "Ask the delegate once more, after a year"),
        )
    ),
    Usual(MISSION, -30, WORKING_DAYS, BEGINS, "See to the papers of whoever travels"),
    Usual(
        MISSION, -10, WORKING_DAYS, BEGINS, "Confirm the roster and the hosts", working=Working.BOTH
    ),
    Usual(MISSION, -3, WORKING_DAYS, BEGINS, "Brief whoever travels"),
    Usual(MISSION, 2, WORKING_DAYS, ENDS, "Thank the hosts of the mission", working=Working.BOTH),
    Usual(MISSION, 5, WORKING_DAYS, ENDS, "Send what the companies were promised"),
    Usual(
        MISSION, 20, WORKING_DAYS, ENDS, "Ask the companies for their interest", Condition.INTEREST
    ),
    *(
        Usual(MISSION, months, MONTHS, ENDS, what, working=Working.BOTH)
        for months, what in (
            (3, "Ask the companies and the hosts what came of it"),
            (6, "Ask them once more, after half a year"),
            (12, "Ask them once more, after a year"),
        )
    ),
    Usual(
        PROGRAMME,
        -10,
        WORKING_DAYS,
        Anchor.CALL_CLOSES,
        "Remind the agencies: the call closes",
        working=Working.BOTH,
    ),
    Usual(PROGRAMME, 1, WORKING_DAYS, Anchor.CALL_CLOSES, "Begin the selection"),
    Usual(PROGRAMME, 14, DAYS, ENDS, "Ask for the reports that are missing", Condition.REPORT),
    Usual(
        APPLICATION,
        10,
        WORKING_DAYS,
        Anchor.INVITED,
        "Ask whether anything keeps them from filling in the form",
        Condition.NOT_IN,
    ),
    Usual(
        APPLICATION,
        -3,
        WORKING_DAYS,
        Anchor.CLOSES,
        "Ask for the form: it is not in yet",
        Condition.NOT_IN,
    ),
    Usual(
        Subject.ENQUIRY, 2, WORKING_DAYS, Anchor.ASKED, "Answer the enquiry", Condition.UNANSWERED
    ),
    Usual(
        Subject.DEAL,
        0,
        DAYS,
        Anchor.RHYTHM,
        "Ask how it stands, and plan the next step",
        Condition.UNPLANNED,
    ),
    Usual(Subject.CLAIM, 0, DAYS, Anchor.CHECK_AGAIN, "Have the figure checked again"),
    Usual(
        Subject.DELEGATE,
        20,
        WORKING_DAYS,
        Anchor.POST_ASKED,
        "Ask by telephone where they work now",
        Condition.UNANSWERED,
    ),
    Usual(
        Subject.DELEGATE,
        10,
        MONTHS,
        Anchor.LEFT,
        "Find an address, so that they can be asked where they work",
        Condition.NO_ADDRESS,
    ),
]

MAILS = [
    *(
        Usual(
            VISIT,
            months,
            MONTHS,
            ENDS,
            f"Mail to the delegate after {months} months: what came of it",
            working=Working.BOTH,
            tells=Tells.DELEGATE,
            words=WHAT_CAME_OF_IT,
        )
        for months in (3, 6, 12)
    ),
    Usual(
        VISIT,
        2,
        WORKING_DAYS,
        ENDS,
        "Mail to those met of companies: thanks",
        tells=Tells.COMPANIES,
        words=THANKS,
    ),
    Usual(
        APPLICATION,
        -7,
        DAYS,
        Anchor.CLOSES,
        "Mail to the applicant: the form is not in yet",
        Condition.NOT_IN,
        tells=Tells.DELEGATE,
        words=STILL_OPEN,
    ),
]


def the_usual(office: Office) -> list[Rule]:
    """Give an office those of the usual rules it does not have; say which."""
    there = set(office.rules.values_list("subject", "what"))
    given = [one for one in (*RULES, *MAILS) if (one.subject, one.what) not in there]
    return [_give(office, one) for one in given]


def usual_for_new_offices(*, at: datetime) -> int:
    """Give each office the usual rules once; never again, whatever it makes of them."""
    return checklists.give_once(name="usual rules", give=the_usual, at=at)


def _give(office: Office, usual: Usual) -> Rule:
    rule = Rule.objects.create(
        office=office,
        subject=usual.subject,
        offset=usual.offset,
        unit=usual.unit,
        working=usual.working,
        anchor=usual.anchor,
        condition=usual.condition,
        tells=usual.tells,
        what=usual.what,
        is_active=usual.tells == Tells.OWNER,
    )
    for language, (subject, body) in usual.words.items():
        RuleText.objects.create(rule=rule, language=language, subject=subject, body=body)
    return rule
