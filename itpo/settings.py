"""One settings file. Every difference between machines is an environment variable.

Names and meanings are listed in docs/settings.md. In production a missing required variable
stops the process with its name; in development every variable has a default.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from itpo import beat

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

ITPO_ENV = env.str("ITPO_ENV", default="dev")
if ITPO_ENV not in {"dev", "production"}:
    raise ImproperlyConfigured(f"ITPO_ENV is {ITPO_ENV!r}; it must be dev or production.")
PRODUCTION = ITPO_ENV == "production"


def required(read: Any, name: str, default: Any) -> Any:
    """Read a variable that production must set itself and development need not."""
    return read(name) if PRODUCTION else read(name, default=default)


# Where this machine keeps what it writes: database, mails, queue, collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
with suppress(OSError):  # whoever then has to write there says so
    DATA_DIR.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))

DEBUG = False
SECRET_KEY = required(env.str, "SECRET_KEY", "for development only, not a secret " + "x" * 30)
ALLOWED_HOSTS = required(env.list, "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=2)
BASE_URL = required(env.str, "BASE_URL", f"http://{HOST}:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The keys that seal passport numbers, newest first (Fernet, 32 bytes in URL-safe base 64).
FIELD_KEYS: list[str] = required(
    env.list, "FIELD_KEYS", ["ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtMDE="]
)

INSTALLED_APPS = [
    "itpo.desk.admin_app.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "itpo.desk.static_app.DeskStaticFilesConfig",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "simple_history",
    "django_countries",
    "itpo",
    "itpo.office",
    "delegates",
    "investors",
    "deals",
    "itpo.reminders",
    "itpo.portal",
    "itpo.desk",
]

MIDDLEWARE = [
    "itpo.management.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "itpo.office.receiving.RefuseHugeRequests",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "itpo.desk.middleware.UserSettingsMiddleware",
]

ROOT_URLCONF = "itpo.urls"
WSGI_APPLICATION = "itpo.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "itpo.desk.context.navigation",
            ],
        },
    }
]
# Our pickers' templates stand beside the others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# What a filter says while it narrows nothing.
FILTERS_EMPTY_CHOICE_LABEL = _("any")

# --- the database ---------------------------------------------------------------------------

own_options: dict[str, Any]
database = required(env.db_url, "DATABASE_URL", f"sqlite:///{DATA_DIR / 'itpo.sqlite3'}")
if "sqlite3" in database["ENGINE"]:
    # Writers wait their turn instead of failing half-way; readers are never blocked.
    own_options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A new connection costs milliseconds: keep a few open, and try one before using it, so that
    # a database that was restarted is not met with a dead connection.
    # Compiling a statement with many small conditions takes PostgreSQL seconds, answering it a
    # tenth of one: no page is worth that.
    own_options = {
        "pool": {"min_size": 1, "max_size": 10, "timeout": 10},
        "options": "-c jit=off",
    }
    database["CONN_HEALTH_CHECKS"] = True
database["OPTIONS"] = {**own_options, **database.get("OPTIONS", {})}
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

cache = env.cache_url("CACHE_URL", default="locmemcache://")
if cache["BACKEND"].endswith(".RedisCache"):
    cache["BACKEND"] = "itpo.office.cache.ForgettingRedisCache"
CACHES = {"default": cache}

# --- the queue ------------------------------------------------------------------------------

QUEUE_DIR = DATA_DIR / "queue"
CELERY_BROKER_URL = required(env.str, "CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }
else:
    # A request that nudges the worker waits two seconds for the queue, once; a worker for ever.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "max_retries": 0,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # there is none: beat need not ask for a cleaning each night
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
TICK_SECONDS = env.float("TICK_SECONDS", default=60.0)
# Kept in memory: a file that says when the last tick was would outlive a clock that was wrong.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "tick": {
        "task": "itpo.tasks.tick",
        "schedule": beat.every(TICK_SECONDS),
        # Many that nobody took are not worth keeping. A few are: whether one is too old goes by the
        # clock of the worker, which may be some minutes ahead of beat's and would take none.
        "options": {"expires": 10 * TICK_SECONDS},
    }
}

# --- mail -----------------------------------------------------------------------------------

MAIL_DIR = DATA_DIR / "mail"
mail = required(env.email_url, "EMAIL_URL", f"filemail://{MAIL_DIR}")
# Over SMTP by one of our own, which waits for the answer that counts.
by_smtp = mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
EMAIL_BACKEND = "itpo.office.smtp.EmailBackend" if by_smtp else mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_HOST = mail.get("EMAIL_HOST") or ""
EMAIL_PORT = mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = required(env.str, "MAIL_FROM", "ITPO desk <desk@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- who may come in ------------------------------------------------------------------------

AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = ["itpo.office.login.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my-day"
ACCOUNT_ADAPTER = "itpo.office.login.OfficeAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody is written to whom nobody here knows.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 14 * 24 * 3600

# --- language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["itpo.formats"]
# Where the list of countries is behind the name a language has for one: Japanese since 2015.
COUNTRIES_OVERRIDE = {"GE": _("Georgia")}
USE_TZ = True
TIME_ZONE = "UTC"

# --- what the browser may load: nothing but our own files --------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's arrows and ticks are data addresses in its CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# The proxies whose word is taken for the visitor's address and for https.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "itpo" / "desk" / "assets", BASE_DIR / "itpo" / "portal" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
# Source maps are for developers' tools; nobody waits for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "gif", "ico", "woff", "woff2", "gz", "br"]

# Files are taken in in memory, up to what may be kept; no upload touches the disk unread.
FILE_UPLOAD_HANDLERS = ["itpo.office.receiving.InMemory"]
FILE_UPLOAD_PERMISSIONS = 0o600
# Of everything else a form says; far more than anybody types.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- logs -------------------------------------------------------------------------------------

# What was sent and what stood in a variable is nobody's to read in a report of an error.
DEFAULT_EXCEPTION_REPORTER_FILTER = "itpo.office.error_reports.NothingSent"
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "itpo.office.logs.JsonFormatter"},
    },
    "filters": {"without_tokens": {"()": "itpo.office.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["without_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        # They tell of every oddity in a file somebody sent.
        "pypdf": {"level": "CRITICAL"},
        "PIL": {"level": "ERROR"},
        # It repeats every second what the query that waits for it then says.
        "psycopg.pool": {"level": "ERROR"},
    },
}
