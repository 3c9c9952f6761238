"""One worker of the bench, in a process of its own (see mails.py)."""

import sys
from datetime import datetime

from itpo.office import post


def main(moment: str) -> None:
    """Hand out what is ready each time a line is read; say how many mails the server has taken."""
    at = datetime.fromisoformat(moment)
    for _line in sys.stdin:
        sent = 0
        while done := post.hand_out(now=at).sent:
            sent += done
        print(sent, flush=True)
