"""Settings, from the environment. Two database aliases: `default` is the app role, `owner` owns the tables."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from django.utils.translation import to_locale

from factcheck import database

django_stubs_ext.monkeypatch()

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = database.data_dir()
SECRETS_DIR = DATA_DIR / "secrets"


def _kept_secret(name: str) -> str:
    """A secret that is made once and kept where only this user can read it."""
    try:
        SECRETS_DIR.mkdir(parents=True, mode=0o700, exist_ok=True)
    except OSError as error:
        raise SystemExit(
            f"The folder {SECRETS_DIR} cannot be made: {error.strerror}. Name another one with DATA_DIR."
        ) from error
    path = SECRETS_DIR / name
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret("django")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

_urls = database.urls()
DATABASE_IS_EMBEDDED = _urls.embedded


def _number(name: str, *, of: str, default: int) -> int:
    text: str = env.str(name, default=str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise SystemExit(f"{name}={text} is not a number of {of}, for example {name}={default}.")
    return int(text)


def _at_least_one(name: str, *, of: str, default: int) -> int:
    found = _number(name, of=of, default=default)
    if not found:
        raise SystemExit(f"{name}=0 would answer nobody; give at least 1, for example {name}={default}.")
    return found


def _networks(name: str) -> list[str]:
    """Networks such as 10.1.2.0/24, with commas between them."""
    found: list[str] = [one.strip() for one in env.list(name, default=[])]
    for one in found:
        try:
            ip_network(one)
        except ValueError as error:
            raise SystemExit(
                f"{name}: {error}. Write networks as in {name}=10.1.2.0/24,fd12::/64."
            ) from error
    return found


def _ports(name: str, *, default: str) -> list[int]:
    text: str = env.str(name, default=default)
    parts = [one.strip() for one in text.split(",")]
    if not all(one.isascii() and one.isdigit() and 0 < int(one) < 65536 for one in parts):
        raise SystemExit(f"{name}={text} is no list of ports, for example {name}={default}.")
    return [int(one) for one in parts]


def _language(code: str) -> str:
    """The language of the whole site, which must be there: a page in English may not say that it is in another."""
    file = BASE_DIR / "claims" / "locale" / to_locale(code) / "LC_MESSAGES" / "django.mo"
    if code != "en" and not file.is_file():
        raise SystemExit(
            f"LANGUAGE_CODE={code} has no translation here: {file} is missing. CONTRIBUTING.md says how."
        )
    return code


def _alias(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = env.db_url_config(url)
    settings["ENGINE"] = "factcheck.postgresql"
    settings["ATOMIC_REQUESTS"] = False
    settings["CONN_MAX_AGE"] = _number("CONN_MAX_AGE", of="seconds", default=60)
    settings["CONN_HEALTH_CHECKS"] = True
    settings.setdefault("OPTIONS", {})
    return settings


DATABASES = {"default": _alias(_urls.app), "owner": _alias(_urls.owner)}
DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=120s"
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DATABASES["owner"]["OPTIONS"]["options"] = "-c lock_timeout=4000"
DATABASE_ROUTERS = ["factcheck.routers.OwnerMigrates"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "claims",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "claims.web.security.ContentSecurityPolicy",
    "claims.web.public.PagesOnlyRead",
    "claims.web.public.ApiIsReadAnywhere",
    "claims.web.retiring.SaysWhatRetires",
    "claims.api.limits.Limits",
    "claims.web.desk.DeskInWords",
    "claims.web.requests.SessionsOfTheDesk",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "claims.web.second_factor.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "claims.web.requests.RequestTrail",
]
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "claims" / "templates"],  # before those of Django's admin
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"desk": "claims.admin.desk_tags"},
        },
    },
]
FORM_RENDERER = "claims.web.fields.Fields"
AUTH_USER_MODEL = "claims.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
] + [{"NAME": "claims.web.passwords.WholeCharacters"}]
LOCALE_PATHS = [BASE_DIR / "claims" / "locale"]
LANGUAGE_CODE = _language(env.str("LANGUAGE_CODE", default="en"))
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOGIN_URL = "/admin/sign-in/"
LOGIN_REDIRECT_URL = "/admin/"
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (DEBUG and DATABASE_IS_EMBEDDED))
SECOND_FACTOR_KEY = env.str("SECOND_FACTOR_KEY", default="") or _kept_secret("second-factor")

ACCOUNT_ADAPTER = "claims.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # ours are in the database: claims/actions/attempts.py
MFA_ADAPTER = "claims.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody has an address here
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = _number("TRUSTED_PROXIES", of="proxies", default=0)
HTTPS = env.bool("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "claims.api.negotiation.OneForm",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "claims.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
API_ANONYMOUS_A_MINUTE = _at_least_one("API_ANONYMOUS_A_MINUTE", of="requests", default=120)
API_KEY_A_MINUTE = _at_least_one("API_KEY_A_MINUTE", of="requests", default=1_200)
API_KEY_A_DAY = _at_least_one("API_KEY_A_DAY", of="requests", default=200_000)
SERVER_THREADS = _number(
    "SERVER_THREADS", of="threads", default=8
)  # of one process; a quarter of them may wait
SPECTACULAR_SETTINGS = {
    "TITLE": "Attributed claims",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",  # what stands behind it names the group
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "newsroomKey": {
                "type": "http",
                "scheme": "bearer",
                "description": "A newsroom's key. Reading needs none; with one, more requests are answered.",
            }
        }
    },
    "SECURITY": [{}, {"newsroomKey": []}],
    "ENUM_NAME_OVERRIDES": {
        "EndpointStateEnum": ["enabled", "paused", "failing", "disabled"],
        "DeliveryStateEnum": ["waiting", "sending", "delivered", "parked"],
        "BoundKindEnum": ["exact", "approximate", "open", "unknown"],
        "BasisEnum": ["stated", "inferred", "ambiguous"],
        "SpeakerKindEnum": ["person", "organization", "collective", "unnamed", "outlet"],
    },
    "DESCRIPTION": (
        "Attributed claims with their provenance, rated or not. Everything here was published.\n\n"
        "Every address has one form: what a request says in `Accept` is disregarded. Errors are "
        "`application/problem+json` (RFC 9457) at every address. A parameter that is unknown or stands twice, and "
        "a filter that is empty, is refused, never ignored. Any page in a browser may read every answer "
        "(CORS, without credentials). "
        "Addresses answer GET, HEAD and OPTIONS; `match/`, the webhooks and their simulator also POST."
    ),
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # named here instead: loaded when a job is asked for
PROCRASTINATE_IMPORT_PATHS = ["claims.tasks"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "name": "worker",
    "delete_jobs": "successful",  # what came of a job stands in our own rows; jobs that failed stay to be looked at
    "concurrency": 1,
    "shutdown_graceful_timeout": 20.0,
}
CLAIM_REVIEW_PUBLISHERS = env.list(
    "CLAIM_REVIEW_PUBLISHERS",
    default=[
        *(
            "factcheck.afp.com",
            "apnews.com",
            "reuters.com",
            "fullfact.org",
            "politifact.com",
            "factcheck.org",
        ),
        *("snopes.com", "africacheck.org", "correctiv.org", "maldita.es", "chequeado.com", "boomlive.in"),
    ],
)
WEBHOOK_KEY = env.str("WEBHOOK_KEY", default="") or _kept_secret("webhooks")
WEBHOOKS_OVER_HTTP = env.bool("WEBHOOKS_OVER_HTTP", default=DEBUG)
RECHECK_SOURCES_AFTER_DAYS = _number("RECHECK_SOURCES_AFTER_DAYS", of="days", default=7)

SITE_NAME = env.str("SITE_NAME", default="Attributed claims")
PUBLISHER = env.str("PUBLISHER", default=SITE_NAME)
CONTACT = env.str("CONTACT", default="")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=CONTACT)
PAGES_OF_THE_HOUSE = {
    name: env.str(name.upper(), default="") for name in ("funding", "people", "legal", "privacy")
}
PAGE_OF_DOCUMENT = "claims.pages.claims.page_of_document"
DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
ARCHIVE_DIR = Path(env.str("ARCHIVE_DIR", default=str(DATA_DIR / "archive")))
EXPORT_DIR = Path(env.str("EXPORT_DIR", default=str(DATA_DIR / "exports")))
FETCH_ALSO = _networks("FETCH_ALSO")  # not public, and asked all the same
FETCH_PORTS = _ports("FETCH_PORTS", default="80,443")
CHECKPOINT_KEY_FILE = Path(env.str("CHECKPOINT_KEY_FILE", default=str(SECRETS_DIR / "checkpoint.key")))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
