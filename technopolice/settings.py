"""Every setting of the project, read from the environment in one place.

Unset variables have defaults good for a first try on one machine; a value that
makes no sense stops the program with a sentence that says what to write
(see `docs/operating.md` for the list).
"""

import re
import secrets
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from cases.atlas import tiles

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _flag(name: str, default: bool) -> bool:
    """A yes or a no; any other word stops the program rather than pass for a no."""
    given = env.str(name, default="1" if default else "0").strip().lower()
    if given not in _TRUE + _FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{given}”.")
    return given in _TRUE


def _number(name: str, default: int, least: int) -> int:
    """A whole number from the least that makes sense."""
    given = env.str(name, default="").strip() or str(default)
    if not (given.isascii() and given.isdigit() and least <= int(given[:9]) <= 10**6):
        raise ImproperlyConfigured(f"{name} must be a number from {least}, not “{given}”.")
    return int(given)


def _at_least_one(name: str, default: int) -> int:
    """A whole number from 1."""
    return _number(name, default, 1)


# Everything that changes lives under one folder: database, files, caches, logs.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
TESTING = _flag("TESTING", default=False)
DEBUG = _flag("DEBUG", default=False)

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK_HOSTS)
# An instance that answers to a public name is in production, whatever else is said.
PRODUCTION = bool(set(ALLOWED_HOSTS) - set(LOOPBACK_HOSTS)) or _flag("PRODUCTION", default=False)
DEMO = _flag("DEMO", default=not PRODUCTION)
TERRITORY = env.str("TERRITORY", default="").upper()  # department code shown first, such as 38
if not re.fullmatch(r"(\d{2,3}|2[AB])?", TERRITORY):
    raise ImproperlyConfigured(f"TERRITORY must be the code of a department, not “{TERRITORY}”.")


def _secret_key() -> str:
    """The key that signs form tokens and sessions, made once for a local instance."""
    given = env.str("SECRET_KEY", default="")
    if given or PRODUCTION:
        return given
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


SECRET_KEY = "only for the tests of this project" if TESTING else _secret_key()

# --- Who publishes (law of 21 June 2004, article 1-1; GDPR article 13) -------------------
PUBLISHER = {
    "name": env.str("INSTANCE_NAME", default="technopolice"),
    "publisher": env.str("PUBLISHER", default="").strip(),
    "director": env.str("PUBLICATION_DIRECTOR", default="").strip(),
    "host": env.str("HOST_NAME_ADDRESS_PHONE", default="").strip(),
    "contact": env.str("CONTACT", default="").strip(),
    "controller": env.str("DATA_CONTROLLER", default="").strip(),
    "licence_data": env.str("LICENCE_DATA", default="ODbL 1.0"),
    "licence_text": env.str("LICENCE_TEXT", default="CC BY-SA 4.0"),
}
_REQUIRED_IN_PRODUCTION = {
    "publisher": "PUBLISHER",
    "director": "PUBLICATION_DIRECTOR",
    "host": "HOST_NAME_ADDRESS_PHONE",
    "contact": "CONTACT",
    "controller": "DATA_CONTROLLER",
}


def _refuse_unsafe_production() -> None:
    """Stop a production instance that lacks what the law or safety asks for, naming it all."""
    missing = [
        f"{var} is empty" for key, var in _REQUIRED_IN_PRODUCTION.items() if not PUBLISHER[key]
    ]
    if len(SECRET_KEY) < 50:
        missing.append("SECRET_KEY must be a random text of 50 characters or more")
    if TESTING:
        missing.append("TESTING must be off")
    if DEBUG:
        missing.append("DEBUG must be off")
    if DEMO:
        missing.append("DEMO must be off")
    if "*" in ALLOWED_HOSTS or not set(ALLOWED_HOSTS) - set(LOOPBACK_HOSTS):
        missing.append("ALLOWED_HOSTS must name the public host, without *")
    if missing:
        raise ImproperlyConfigured("Not fit for production: " + "; ".join(missing) + ".")


if PRODUCTION:
    _refuse_unsafe_production()

# --- Application ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "taggit",
    "django_filters",
    "csp",
    "cases",
    "cases.intake",
]
MIDDLEWARE = [
    "cases.middleware.head_without_body",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.middleware.host_check",
    "cases.middleware.ContentPolicy",
    "cases.middleware.language_from_path",
    "cases.request_limits.RequestLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cases.middleware.session_for_moderators",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cases.middleware.refuse_trace",
]
ROOT_URLCONF = "technopolice.urls"
WSGI_APPLICATION = "technopolice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["cases.views.context.site"],
            "builtins": ["cases.templatetags.register", "cases.templatetags.contributing"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our widgets live in templates/

# --- Database -------------------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'technopolice.sqlite3'}")
}
if "ENGINE" not in DATABASES["default"]:
    raise ImproperlyConfigured("DATABASE_URL must be such as postgres://user:password@host/name.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "technopolice.sqlite3"
    # Django's defaults lose simultaneous writes; these settings lose none (threat model, facts).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        # What is erased leaves the file at once, not when its page is used again.
        "PRAGMA secure_delete=ON;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# --- Reading sources on the web (docs/source-guard.md) ------------------------------------------
def _hosts(name: str) -> list[str]:
    """Names of hosts, each meaning itself and every name below it."""
    given = [host.strip().lower().strip("[]") for host in env.list(name, default=[])]
    for host in filter(None, given):
        if not re.fullmatch(r"[a-z0-9._:-]+", host) or host.startswith("."):
            raise ImproperlyConfigured(f"{name} must be names such as example.org, not “{host}”.")
    return [host for host in given if host]


def _ports(name: str) -> list[int]:
    """Numbers of ports."""
    given = [port.strip() for port in env.list(name, default=[]) if port.strip()]
    for port in given:
        if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise ImproperlyConfigured(f"{name} must be numbers of ports, not “{port}”.")
    return [int(port) for port in given]


SOURCE_FETCH_ALLOW = _hosts("SOURCE_FETCH_ALLOW")  # empty: every public host
SOURCE_FETCH_DENY = _hosts("SOURCE_FETCH_DENY")
SOURCE_FETCH_LOOPBACK_PORTS = _ports("SOURCE_FETCH_LOOPBACK_PORTS")  # of servers that test it
SOURCE_FETCH_PAUSE = 0 if SOURCE_FETCH_LOOPBACK_PORTS else 2  # seconds between requests to a host
if PRODUCTION and SOURCE_FETCH_LOOPBACK_PORTS:
    raise ImproperlyConfigured(
        "Not fit for production: SOURCE_FETCH_LOOPBACK_PORTS must be empty, it is for tests."
    )

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "cases" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"  # the civil day of a reader's page
USE_THOUSAND_SEPARATOR = False

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if TESTING or DEBUG else _HASHED},
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = DATA_DIR / "files"
# Whatever is sent to any page waits in memory: the other handlers of Django write it to the disk.
FILE_UPLOAD_HANDLERS = ["cases.evidence.uploads.InMemory"]

# --- Requests ---------------------------------------------------------------------------------
# Large enough that an over-long text comes back with its error beside the field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FORM_TOKEN_MAX_AGE = timedelta(hours=24)
FORM_TOKEN_MIN_AGE = timedelta(seconds=4)
RECEIPT_SECRET = env.str("RECEIPT_SECRET", default="") or SECRET_KEY

# --- The only thing that readers may load from elsewhere: nothing, unless an instance says so ----
MAP_TILES = tiles.read(
    env.str("MAP_TILE_URL", default=""), env.str("MAP_TILE_ATTRIBUTION", default=""), PRODUCTION
)

# --- Readers' pages kept in the memory of each process (cases/page_cache) -----------------------
# Off where templates are being written or tested: they change while the data do not.
PAGE_CACHE_MB = 0 if TESTING or DEBUG else _number("PAGE_CACHE_MB", 64, 0)

# --- Many at once (threat model, spam) ----------------------------------------------------------
WEB_CONCURRENCY = _at_least_one("WEB_CONCURRENCY", 2)  # processes; each counts for itself
RATE_PER_NETWORK = _at_least_one("RATE_PER_NETWORK", 5)  # contributions an hour
RATE_IN_ALL = _at_least_one("RATE_IN_ALL", 60)
# Believe what a proxy on this machine says of where a request comes from (docs/operating.md).
TRUST_FORWARDED_FOR = _flag("TRUST_FORWARDED_FOR", default=False)
TEXT_FREE_SPACE_FLOOR = 50_000_000  # bytes; files stop being accepted long before

_QUESTIONS = """
fr:Quel appareil filme les rues ?|caméra|une caméra|caméras|la caméra|des caméras
fr:Lyon, Nice et Marseille : dans quel pays ?|France|en France|la France
fr:Complétez : liberté, égalité, …|fraternité|la fraternité
fr:Quelle est la capitale de la France ?|Paris|c’est Paris
en:Which device films the streets?|camera|a camera|cameras|the camera|cctv
en:Lyon, Nice and Marseille: in which country?|France|in France
en:What is the capital of France?|Paris|it is Paris
en:Write the colour of snow in one word.|white
"""


def _questions(given: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(language or nothing, question, answers) of each line `fr:question|answer|answer`."""
    found = []
    for line in filter(None, (line.strip() for line in re.split(r"[\n;]", given))):
        question, *answers = (part.strip() for part in line.split("|"))
        language, _colon, rest = question.partition(":")
        if language not in ("fr", "en"):
            language, rest = "", question
        answers = tuple(answer for answer in answers if answer)
        if not rest.strip() or not answers:
            raise ImproperlyConfigured(
                f"QUESTIONS: “{line}” must be such as: question|answer|another answer."
            )
        found.append((language, rest.strip(), answers))
    return found


QUESTIONS = _questions(env.str("QUESTIONS", default="").strip() or _QUESTIONS)


# --- Backups (manage.py backup) -----------------------------------------------------------------
def _recipients(given: str) -> list[str]:
    """Public keys of age, separated by commas or spaces; none: backups are in clear."""
    keys = re.split(r"[,\s]+", given.strip()) if given.strip() else []
    for key in keys:
        if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", key):
            raise ImproperlyConfigured(
                f"BACKUP_RECIPIENT must be public keys such as age1…, not “{key}”."
            )
    return keys


BACKUP_RECIPIENT = _recipients(env.str("BACKUP_RECIPIENT", default=""))

# --- What the queue may keep, and for how long (manage.py expire) -----------------------------
KEEP_SPAM = timedelta(days=_at_least_one("KEEP_SPAM_DAYS", 30))
KEEP_TURNED_DOWN = timedelta(days=_at_least_one("KEEP_TURNED_DOWN_DAYS", 180))
KEEP_NOTES = timedelta(days=_at_least_one("KEEP_NOTES_DAYS", 180))

# --- Security ---------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CSRF_FAILURE_VIEW = "cases.views.errors.csrf_failure"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "moderation-queue"
OTP_TOTP_ISSUER = PUBLISHER["name"]  # the name an authenticator shows
OTP_TOTP_SYNC = False  # a clock may be one step off; following it further could lose its owner
SESSION_ENGINE = "cases.moderation.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
PRESENCE_COOKIE_NAME = "presence"  # see cases/moderation/presence.py
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # a session cookie: the default lives a year
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    PRESENCE_COOKIE_NAME = "__Host-presence"
    SECURE_SSL_REDIRECT = _flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes Chromium send Origin: null
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # Firefox judges an external <use href="marks.svg#…"> by default-src: hence 'self' here.
        "default-src": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "media-src": [NONE],
        "worker-src": [NONE],
        "manifest-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

# --- Logs: what happened, never who asked -----------------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", default="").strip() or "plain"
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be plain or json, not “{LOG_FORMAT}”.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_person": {"()": "cases.logs.WithoutPerson"}},
    "formatters": {
        "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        "json": {"()": "cases.logs.AsJson"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["no_person"],
            "formatter": LOG_FORMAT,
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

# The testers' page is open on a local instance; elsewhere only when asked for.
TESTERS_PAGE = _flag("TESTERS_PAGE", default=DEBUG or not PRODUCTION)
