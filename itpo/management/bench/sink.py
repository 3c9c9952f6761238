"""A mail server that takes everything: `python -m itpo.management.bench.sink PORT FOLDER`.

Like any other it says so only once the mail is on disk. A process of its own.
"""

import os
import socketserver
import sys
import tempfile

ANSWERS = {b"EHLO": b"250 bench", b"HELO": b"250 bench", b"QUIT": b"221 bye"}


class Sink(socketserver.StreamRequestHandler):
    """One connection."""

    disable_nagle_algorithm = True
    folder = sys.argv[2]

    def handle(self) -> None:
        self.say(b"220 bench")
        while line := self.rfile.readline():
            word = line.strip().upper()[:4]
            if word == b"DATA":
                self.say(b"354 go on")
                self.keep()
            self.say(ANSWERS.get(word, b"250 OK"))
            if word == b"QUIT":
                return

    def keep(self) -> None:
        """Spool a mail as servers do: a file with a name, and a folder that knows it."""
        with tempfile.NamedTemporaryFile(dir=self.folder) as spool:
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                spool.write(line)
            spool.flush()
            os.fsync(spool.fileno())
            known = os.open(self.folder, os.O_RDONLY)
            os.fsync(known)
            os.close(known)

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", int(sys.argv[1])), Sink) as server:
        server.daemon_threads = True
        server.serve_forever()
