"""What the office asks unless it decides otherwise: a beginning, to be changed for a programme.

Each text in English, French and Japanese. Who it is, the post, the aims, the projects and the
journey are asked of everybody; these are the questions beside them.
"""

from typing import NamedTuple

from delegates.models import Question

Step = Question.Step
Kind = Question.Kind


class Asked(NamedTuple):
    """One question."""

    step: Question.Step
    kind: Question.Kind
    is_required: bool
    text: str
    text_fr: str
    text_ja: str


class Wanted(NamedTuple):
    """One document."""

    is_required: bool
    is_passport: bool
    text: str
    text_fr: str
    text_ja: str


QUESTIONS = [
    Asked(
        Step.AIMS,
        Kind.TEXT,
        False,
        "What has your agency done with Japanese companies so far?",
        "Qu’a fait votre agence jusqu’ici avec des entreprises japonaises ?",
        "貴機関はこれまでに日本企業とどのような取り組みをしましたか。",
    ),
    Asked(
        Step.AIMS,
        Kind.TEXT,
        True,
        "What do you want to have reached three months after your return?",
        "Que voulez-vous avoir obtenu trois mois après votre retour ?",
        "帰国後3か月の間に何を実現したいですか。",
    ),
    Asked(
        Step.TRAVEL,
        Kind.LINE,
        False,
        "Is there anything you do not eat or drink?",
        "Y a-t-il des aliments ou des boissons que vous ne prenez pas ?",
        "召し上がらないものはありますか。",
    ),
    Asked(
        Step.REPORT,
        Kind.TEXT,
        True,
        "With which companies do you want to go on talking, and about what?",
        "Avec quelles entreprises voulez-vous poursuivre l’échange, et à quel sujet ?",
        "今後も話し合いを続けたい企業とその内容を書いてください。",
    ),
    Asked(
        Step.REPORT,
        Kind.TEXT,
        True,
        "What was promised, by whom and until when?",
        "Qu’est-ce qui a été promis, par qui et pour quand ?",
        "誰が、何を、いつまでに約束しましたか。",
    ),
    Asked(
        Step.REPORT,
        Kind.TEXT,
        False,
        "What was most useful to you?",
        "Qu’est-ce qui vous a été le plus utile ?",
        "最も役に立ったことは何ですか。",
    ),
    Asked(
        Step.REPORT,
        Kind.TEXT,
        False,
        "What should we do differently next time?",
        "Que devrions-nous faire autrement la prochaine fois ?",
        "次回、改善すべき点は何ですか。",
    ),
    Asked(
        Step.REPORT,
        Kind.YES_NO,
        False,
        "Would you recommend the programme to a colleague?",
        "Recommanderiez-vous le programme à un collègue ?",
        "このプログラムを同僚に勧めますか。",
    ),
]

DOCUMENTS = [
    Wanted(
        True,
        False,
        "Nomination letter, signed by the head of your department",
        "Lettre de nomination, signée par le chef de votre département",
        "推薦状（所属長の署名があるもの）",
    ),
    Wanted(
        True,
        False,
        "Photo of your face, as for a passport",
        "Photo de votre visage, comme pour un passeport",
        "顔写真（パスポート用と同様のもの）",
    ),
    Wanted(
        True,
        True,
        "The page of your passport with the photo",
        "La page de votre passeport avec la photo",
        "パスポートの写真のあるページ",
    ),
    Wanted(
        True,
        False,
        "Certificate of employment",
        "Attestation de travail",
        "在職証明書",
    ),
]

CRITERIA = [
    "The post lets them act on what they bring home",
    "Clear aims, and companies they want to meet",
    "Projects ready to be shown to companies",
    "Experience with investors",
]
