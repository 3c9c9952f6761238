"""Log lines a machine can read."""

import json
import logging
import re
from datetime import UTC, datetime

# What opens a personal link: 64 hexadecimal signs, in its address or by themselves.
TOKEN = re.compile(r"[0-9a-f]{32,}")


def without_tokens(text: str) -> str:
    """A text without what opens somebody's personal link."""
    return TOKEN.sub("•••", text)


class WithoutTokens(logging.Filter):
    """Takes out of a line what opens somebody's personal link."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = without_tokens(said)
        if hidden != said:
            record.msg, record.args = hidden, None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
