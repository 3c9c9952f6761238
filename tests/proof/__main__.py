"""The long proof: `python -m tests.proof`, or `--short` for what CI runs; more is for pytest.

Starts a PostgreSQL of its own and removes it again. Prints a line for each scenario; exit code 1
when one has failed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.proof.services import own_cluster
from tests.services.processes import ROOT, environment


def main(words: list[str]) -> int:
    is_long = "--short" not in words
    words = [word for word in words if word != "--short"]
    if not any(word.startswith("tests/") for word in words):
        words = ["tests/proof", *words]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # for user postgres, on the way to its own
        with own_cluster(folder / "postgres") as cluster:
            variables = {"PROOF_LONG": 1, "PROOF_CLUSTER": cluster.folder} if is_long else {}
            env = environment(
                DATABASE_URL=cluster.url,
                CELERY_BROKER_URL="redis://127.0.0.1:1/0",  # each scenario has one of its own
                DATA_DIR=folder / "data",
                **variables,
            )
            command = [sys.executable, "-m", "pytest", "-n", "0", "--no-migrations", "-p",
                       "tests.proof.report", "--show-capture=no", *words]  # fmt: skip
            return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
