"""The solver as a process of its own: a problem comes in, better and better schedules go out.

    python -m investors.scheduling.solve < question.json

The question is `{"problem": …, "hint": […], "seconds": 8, "workers": 2}`. Each line that comes out
is JSON: `{"seats": […]}` for each better schedule, at the end `{"proven": […]}`, the aims in
which no schedule could be better. Whoever started it may end it at any time; by itself it ends soon
after the seconds.
"""

import json
import os
import sys
from typing import Any, TextIO

from investors.scheduling import cpsat
from investors.scheduling.problem import Seat, from_json, listed, seats


def main(question: TextIO, answer: TextIO) -> None:
    asked: dict[str, Any] = json.load(question)

    def say(**words: Any) -> None:
        print(json.dumps(words), file=answer, flush=True)

    def tell(better: tuple[Seat, ...]) -> None:
        say(seats=listed(better))

    proven = cpsat.solve(
        from_json(asked["problem"]),
        seats(asked["hint"]),
        seconds=asked["seconds"],
        workers=asked["workers"],
        tell=tell,
    )
    say(proven=proven)


if __name__ == "__main__":
    os.nice(5)  # the pages come first
    main(sys.stdin, sys.stdout)
