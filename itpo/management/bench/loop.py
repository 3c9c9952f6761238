"""A loop that only talks SMTP: `python -m itpo.management.bench.loop HOST PORT`.

It does what any program must do to hand finished mails to a server on one connection, and nothing
else: no database, no words to find, nothing to write down. A process of its own, as a worker is.
"""

import json
import smtplib
import sys

SENDER = "desk@example.org"


def main(host: str, port: int) -> None:
    """For each line, a file of finished mails: read it, say so, and send them at the next line."""
    for line in sys.stdin:
        with open(line.strip()) as file:
            mails = [(to, content.encode("latin-1")) for to, content in json.load(file)]
        print("ready", flush=True)
        sys.stdin.readline()
        if mails:
            with smtplib.SMTP(host, port) as server:
                for to, content in mails:
                    server.sendmail(SENDER, [to], content)
        print(len(mails), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
