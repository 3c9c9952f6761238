"""The order of rank in which people are listed, told from what their posts are called.

It is a guess to begin with, for whoever has no number of their own: titles differ from house to
house. What is not recognised comes last.
"""

import re

# The highest first. What stands higher up is looked for first: a director-general is no director,
# and 取締役社長 is the president.
POSTS = (
    (r"head of (the )?(delegation|mission)|(delegation|mission) leader", "団長"),
    (r"minister", "大臣"),
    (
        r"ambassador|h\.e|state secretary|secretary[- ]general|governor",
        "大使|次官|事務総長|知事|総裁",
    ),
    (r"chair(man|woman|person)?", "会長|議長|理事長"),
    (
        r"president|ceo|chief executive( officer)?|director[- ]general|general director"
        r"|representative director|owner|founder",
        "社長|代表|頭取|長官|局長",
    ),
    (r"c[ftoi]o|chief \w+ officer", "最高\\w+責任者"),
    (r"senior managing (director|executive)", "専務"),
    (r"managing (director|executive|partner)", "常務"),
    (r"(executive )?director|executive officer|partner", "取締役|執行役員|理事|監査役"),
    (
        r"general manager|(head|chief) of (the )?\w+|division head|professor",
        "本部長|事業部長|部長|所長|支店長|工場長|教授",
    ),
    (r"department manager", "次長"),
    (r"manager|section (chief|head)", "課長|室長"),
    (r"chief|supervisor|coordinator", "係長|主任|主査"),
    (r"officer|engineer|specialist|analyst|researcher|advis[eo]r", "担当|社員|技師|研究員|顧問"),
)
LEVELS = [re.compile(rf"\b({english})\b|{japanese}", re.IGNORECASE) for english, japanese in POSTS]
# Stands in for the one above, and comes right after them.
DEPUTY = re.compile(r"\b(vice|deputy|assistant|acting)\b|副|代理|補佐", re.IGNORECASE)
# Works for somebody of that title.
OF_SOMEBODY = re.compile(r"\bto the\b|\boffice of the\b|秘書|付$", re.IGNORECASE)

UNKNOWN = 2.0 * len(POSTS)


def rank_of(*titles: str) -> float:
    """The highest rank any of a person's titles has; the lower the number, the higher."""
    return min((_rank(title) for title in titles), default=UNKNOWN)


def _rank(title: str) -> float:
    if OF_SOMEBODY.search(title):
        return UNKNOWN
    level = next((at for at, words in enumerate(LEVELS) if words.search(title)), None)
    if level is None:
        return UNKNOWN
    return level + 0.5 if DEPUTY.search(title) else float(level)
