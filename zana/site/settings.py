"""All settings, each from one environment variable with a safe default; docs/settings.md lists them (tested)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from zana.kernel.words import DJANGO_CODES

REPOSITORY = Path(__file__).resolve().parents[2]


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, it is {value!r}.")
    return int(value)


def _yes(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, it is {value!r}.")
    return value in {"yes", "true", "1"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _kept(name: str, file: str, make: Callable[[], str]) -> str:
    """A secret from the environment, else from `<home>/keys/` (written by `zana keys`), else for this process only."""
    if name in os.environ:
        return os.environ[name]
    path = ZANA_HOME / "keys" / file
    return path.read_text().strip() if path.exists() else make()


def _database(url: str) -> dict[str, Any]:
    """`sqlite:///path` or `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path),
            # IMMEDIATE: a writer waits its turn at the start instead of failing in the middle.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": {k: v for k, v in parse_qsl(parts.query) if k != "host"},
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("A database address begins with sqlite:// or postgres://.")


# --- Where things are ---
# Folder for the database, media, keys and outgoing mail of this house.
ZANA_HOME = Path(_text("ZANA_HOME", str(REPOSITORY / "var"))).resolve()
# The address people type. Cookies are Secure exactly when it is https.
ZANA_BASE_URL = _text("ZANA_BASE_URL", "http://localhost:8000").rstrip("/")
# Other host names this server answers to, comma-separated, besides that of ZANA_BASE_URL.
ZANA_ALLOWED_HOSTS = _words("ZANA_ALLOWED_HOSTS")
# How many proxies of our own stand before this house and add to X-Forwarded-For; 0 = that header is not believed.
ZANA_PROXIES = _number("ZANA_PROXIES", 0)
# Main database: sqlite:///path or postgres://...
ZANA_DATABASE_URL = _text("ZANA_DATABASE_URL", f"sqlite://{ZANA_HOME}/zana.sqlite3")
# Database of the practice network, apart from the main one.
ZANA_PRACTICE_DATABASE_URL = _text("ZANA_PRACTICE_DATABASE_URL", f"sqlite://{ZANA_HOME}/practice.sqlite3")
# Where the practice network's API is reached, e.g. http://127.0.0.1:8001/practice; empty = no practice network.
ZANA_PRACTICE_URL = _text("ZANA_PRACTICE_URL").rstrip("/")
# The address at which networks can fetch our pictures; only this origin and the practice one may be private.
ZANA_MEDIA_URL = _text("ZANA_MEDIA_URL", ZANA_BASE_URL).rstrip("/")
# Nudges for the worker: empty = embedded, or redis://..., postgres://... when there are several machines.
ZANA_QUEUE_URL = _text("ZANA_QUEUE_URL")

# --- Secrets ---
# Signs sessions and one-time links.
ZANA_SECRET_KEY = _kept("ZANA_SECRET_KEY", "secret_key", lambda: secrets.token_urlsafe(50))
# Fernet keys, newest first, comma-separated: the first seals, all open.
ZANA_ENCRYPTION_KEYS = _kept("ZANA_ENCRYPTION_KEYS", "encryption_keys", lambda: Fernet.generate_key().decode()).split(
    ","
)
# Opens /practice/stage/ to tests; empty = closed to all but trainers.
ZANA_STAGE_TOKEN = _kept("ZANA_STAGE_TOKEN", "stage_token", lambda: "")

# --- Mail ---
# file: writes into <home>/outbox; smtp://user:password@host:port or smtps://... sends.
ZANA_EMAIL_URL = _text("ZANA_EMAIL_URL", "file:")
# The sender's address.
ZANA_EMAIL_FROM = _text("ZANA_EMAIL_FROM", "Zana <zana@zana.example>")

# --- Work ---
# How long a worker may hold a row before another takes it over, in seconds.
ZANA_LEASE_SECONDS = _number("ZANA_LEASE_SECONDS", 30)
# How many pieces of work one worker does at once.
ZANA_WORKER_THREADS = _number("ZANA_WORKER_THREADS", 4)

# --- Networks (empty = used by hand only) ---
# The app registered with Meta for this house: its id and its secret.
ZANA_FACEBOOK_APP_ID = _text("ZANA_FACEBOOK_APP_ID")
ZANA_FACEBOOK_APP_SECRET = _text("ZANA_FACEBOOK_APP_SECRET")
# Its Instagram half, for accounts without a Facebook page: a second id and secret of the same app.
ZANA_INSTAGRAM_APP_ID = _text("ZANA_INSTAGRAM_APP_ID")
ZANA_INSTAGRAM_APP_SECRET = _text("ZANA_INSTAGRAM_APP_SECRET")
# The app registered with X for this house: its client id and its client secret.
ZANA_X_CLIENT_ID = _text("ZANA_X_CLIENT_ID")
ZANA_X_CLIENT_SECRET = _text("ZANA_X_CLIENT_SECRET")
# The consumer secret of that app: it signs what X tells us by itself; empty = X tells us nothing.
ZANA_X_CONSUMER_SECRET = _text("ZANA_X_CONSUMER_SECRET")
# After so many days the worker deletes what networks told us by themselves; it has been answered by then.
ZANA_SIGNAL_DAYS = _number("ZANA_SIGNAL_DAYS", 90)
# How this house is known to the practice network; it opens nothing but an exercise.
ZANA_PRACTICE_APP_ID = _text("ZANA_PRACTICE_APP_ID", "zana")
ZANA_PRACTICE_APP_SECRET = _text("ZANA_PRACTICE_APP_SECRET", "zana-rehearses")

# --- People ---
# Language of a visitor who has not chosen one: sq, sr or en.
ZANA_LANGUAGE = _text("ZANA_LANGUAGE", "sq")
# Show tracebacks in the browser; never on a machine others can reach.
ZANA_DEBUG = _yes("ZANA_DEBUG", default=False)

# === Django, from here on derived ---
DEBUG = ZANA_DEBUG
SECRET_KEY = ZANA_SECRET_KEY
_base = urlsplit(ZANA_BASE_URL)
_https = _base.scheme == "https"
ALLOWED_HOSTS = [_base.hostname or "localhost", *ZANA_ALLOWED_HOSTS]
if _base.hostname == "localhost":
    ALLOWED_HOSTS.append("127.0.0.1")
CSRF_TRUSTED_ORIGINS = [ZANA_BASE_URL]

INSTALLED_APPS = [
    "zana.site",
    "zana.api",
    "zana.impact",
    "zana.learning",
    "zana.audits",
    "zana.publishing",
    "zana.studio",
    "zana.networks",
    "zana.practice",
    "zana.people",
    "zana.ui",
    "zana.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages at a fifth of their size; against guessing (BREACH) it varies lengths at random and tokens are masked.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zana.ui.middleware.harden_answers",
    "zana.ui.middleware.speak_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zana.people.middleware.ForbiddenMiddleware",
    "zana.ui.middleware.ShowRefusals",
]
ROOT_URLCONF = "zana.site.urls"
WSGI_APPLICATION = "zana.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zana.site.menu.frame",
                "zana.ui.context.house",
            ],
        },
    }
]
FORM_RENDERER = "zana.ui.rendering.HouseForms"
DATABASES = {"default": _database(ZANA_DATABASE_URL), "practice": _database(ZANA_PRACTICE_DATABASE_URL)}
DATABASE_ROUTERS = ["zana.site.routers.PracticeRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes of the house: rate limits must not restart with each of them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zana.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # sign-up is closed; an invitation, sent to the address, is the verification
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = ZANA_PROXIES  # else all visitors share the proxy's count of attempts
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
MFA_ADAPTER = "zana.people.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _base.hostname == "localhost"
MFA_TOTP_ISSUER = "Zana"

LANGUAGES = [("sq", _("Albanian")), ("sr-latn", _("Serbian")), ("en", _("English"))]
LANGUAGE_CODE = DJANGO_CODES[ZANA_LANGUAGE]
LANGUAGE_COOKIE_NAME = "zana_language"
USE_I18N = True
FORMAT_MODULE_PATH = ["zana.ui.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"

STATIC_URL = "static/"
STATIC_ROOT = ZANA_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ZANA_HOME / "media" / "private"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
# Uploads go to a file early: a request never holds a large body in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "zana_session"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the proxy's business; `zana doctor` says so when it is missing
# Behind https there is a proxy; it says how people came, so that links in letters begin with https too.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

_mail = urlsplit(ZANA_EMAIL_URL)
if _mail.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(ZANA_HOME / "outbox")
elif _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = (
        _mail.hostname or "localhost",
        _mail.port or (465 if _mail.scheme == "smtps" else 587),
    )
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 20
else:
    raise ImproperlyConfigured("ZANA_EMAIL_URL begins with file:, smtp:// or smtps://.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ZANA_EMAIL_FROM

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "zana": {"level": "INFO"},
        "zana.kernel.http": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
