"""What a page of the form sends: what was typed, and what the page had shown before."""

import json
from typing import Any

from django.http import QueryDict

from delegates.merging import Shown, as_kept, digest
from delegates.questionnaire import Step

SHOWN, SENT = "shown", "sent"


def shown_in(post: QueryDict) -> Shown:
    """By field, the digests of what the page showed, and of what it sent without an answer.

    It says so itself, unsigned: whoever lies about it does what saving twice does.
    """
    known = {name: [one] for name, one in _object(post.get(SHOWN)).items() if isinstance(one, str)}
    for name, texts in _object(post.get(SENT)).items():
        if isinstance(texts, list):
            known.setdefault(name, []).extend(digest(as_kept(str(text))) for text in texts)
    return known


def typed_in(post: QueryDict, step: Step, shown: Shown) -> dict[str, str]:
    """What the fields hold. A box that was shown and is not sent was not ticked."""
    typed = {name: str(post[name]) for name in step.fields if name in post}
    boxes = (name for name in step.fields if step.is_tick(name) and name in shown)
    return {**dict.fromkeys(boxes, ""), **typed}


def _object(text: str | None) -> dict[str, Any]:
    """What a page noted down; nothing, if somebody has tampered with it."""
    try:
        noted = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}
