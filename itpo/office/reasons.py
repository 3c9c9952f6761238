"""Why something is not done, kept by who has no reader before them: a worker, a tick.

The words are kept untranslated, marked with gettext_noop where they are written, and what is
filled in beside them; they are translated when somebody reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Reason:
    """One sentence in English, with places such as %(why)s for what is filled in."""

    words: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in the active language."""
        said = gettext(self.words)
        return said % self.values if self.values else said

    def columns(self) -> dict[str, Any]:
        """As a mail keeps it."""
        return {"why": self.words, "why_values": dict(self.values)}
