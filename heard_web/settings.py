"""Settings of the site. Everything an installation may change is an environment variable named HEARD_*."""

import os
import secrets
import sqlite3
from pathlib import Path
from urllib.parse import urlparse

VAR = Path(os.environ.get("HEARD_VAR", Path(__file__).resolve().parent.parent / "var"))
VAR.mkdir(parents=True, exist_ok=True)


# SQLite before 3.51.3 can corrupt a write-ahead log: docs/adr/0003-sqlite-without-wal.md
SQLITE_JOURNAL = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"


def _flag(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in {"1", "yes", "true", "on"}


def _kept_secret() -> str:
    """One secret for each installation: given, or made once and kept in a file only its owner can read."""
    if given := os.environ.get("HEARD_SECRET_KEY"):
        return given
    kept = VAR / "secret-key"
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    secret = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret


def _database(address: str) -> dict[str, object]:
    """SQLite in one file unless HEARD_DATABASE is a postgres:// address."""
    if address.startswith(("postgres://", "postgresql://")):
        parts = urlparse(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address or str(VAR / "heard.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={SQLITE_JOURNAL}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


SECRET_KEY = _kept_secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("HEARD_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HEARD_ORIGINS", "").split(",") if origin]

HEARD_AREA_NAME = os.environ.get("HEARD_AREA", "Ashdale")
HEARD_SAFEGUARDING_ROLE = os.environ.get("HEARD_SAFEGUARDING_ROLE", "the safeguarding lead on site")
HEARD_SAFEGUARDING_PHONE = os.environ.get("HEARD_SAFEGUARDING_PHONE", "01632 960 999")
HEARD_FORUM_EMAIL = os.environ.get("HEARD_FORUM_EMAIL", "forum@ashdale.example")
HEARD_DEMO = _flag("HEARD_DEMO")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "heard_web.design",
    "heard_web.audit",
    "heard_web.people",
    "heard_web.places",
    "heard_web.forum",
    "heard_web.engagement",
    "heard_web.voice",
    "heard_web.themes",
    "heard_web.decisions",
    "heard_web.outcomes",
    "heard_web.provision",
    "heard_web.publishing",
    "heard_web.desk",
    "heard_web.public",
    "heard_web.jobs",
]

MIDDLEWARE = [
    "heard_web.design.headers.SafeHeaders",  # outermost, so that files and errors carry the headers too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "heard_web.design.not_saved.NotSaved",  # nothing that a person typed is lost to a full disk
]

ROOT_URLCONF = "heard_web.urls"
WSGI_APPLICATION = "heard_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heard_web.design.context.design",
            ],
        },
    },
]
FORM_RENDERER = "heard_web.design.forms.HeardRenderer"

DATABASES = {"default": _database(os.environ.get("HEARD_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "public:home"
AXES_USERNAME_FORM_FIELD = "username"  # the name of the box on the sign-in page, which holds the e-mail address
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_RESET_ON_SUCCESS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Actions that the worker calls every minute, by address.
HEARD_CLOCK = [
    "heard_web.themes.actions.forget_taken_back",
    "heard_web.themes.actions.forget_places",
    "heard_web.themes.actions.forget_passages",
    "heard_web.themes.actions.forget_readings",
    "heard_web.themes.actions.end_given_up",
    "heard_web.publishing.actions.erase_taken_back",
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["heard_web.design.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = _flag("HEARD_STATIC_FROM_SOURCE")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "media"), "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Behind a proxy that ends TLS, set HEARD_HTTPS=1: cookies then travel only over https.
HTTPS = _flag("HEARD_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading is for the owner of the whole domain to ask for
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Whoever asks for a name that is not ours is refused; that is no fault of ours to write down.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
}
