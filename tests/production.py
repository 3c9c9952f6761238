"""What production has to set, made up.

`python -m tests.production COMMAND …` runs a command of manage.py with it.
"""

import os
import secrets
import subprocess
import sys

from cryptography.fernet import Fernet


def environment() -> dict[str, str]:
    """The variables production cannot do without, with values of no other use."""
    return {
        "ITPO_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgres://desk@127.0.0.1:5432/desk",
        "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "MAIL_FROM": "Desk <desk@example.org>",
        "BASE_URL": "https://desk.example.org",
        "ALLOWED_HOSTS": "desk.example.org",
        "FIELD_KEYS": Fernet.generate_key().decode(),
    }


if __name__ == "__main__":
    command = [sys.executable, "manage.py", *sys.argv[1:]]
    sys.exit(subprocess.call(command, env={**os.environ, **environment()}))
