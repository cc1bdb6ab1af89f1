"""Every setting of the project, read from the environment in one place.

Unset variables have defaults good for a first try on one machine; a value that
makes no sense stops the program with a sentence that says what to write
(see `docs/operating.md` for the list). Who publishes, the content policy and the
logs have a file each beside this one; `environment.py` reads the variables.
"""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from cases.atlas import tiles
from technopolice.content_policy import (  # noqa: F401 (settings)
    CONTENT_SECURITY_POLICY,
    PERMISSIONS_POLICY,
)
from technopolice.environment import (
    at_least_one,
    department,
    env,
    flag,
    hosts,
    keys_of_age,
    languages,
    number,
    onion_host,
    ports,
    questions,
    secret_key,
)
from technopolice.logs import LOGGING  # noqa: F401 (a setting)
from technopolice.publisher import PUBLISHER, what_is_missing

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything that changes lives under one folder: database, files, caches, logs.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
TESTING = flag("TESTING", default=False)
DEBUG = flag("DEBUG", default=False)

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOOPBACK_HOSTS)
ONION_HOST = onion_host("ONION_HOST")  # the same register without HTTPS, inside Tor
if ONION_HOST and ONION_HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(ONION_HOST)
# An instance that answers to a public name is in production, whatever else is said.
PRODUCTION = bool(set(ALLOWED_HOSTS) - set(LOOPBACK_HOSTS)) or flag("PRODUCTION", default=False)
DEMO = flag("DEMO", default=not PRODUCTION)
TERRITORY = department("TERRITORY")  # code of the one shown first, such as 38
SECRET_KEY = "only for the tests of this project" if TESTING else secret_key(DATA_DIR, PRODUCTION)


def _refuse_unsafe_production() -> None:
    """Stop a production instance that lacks what the law or safety asks for, naming it all."""
    missing = what_is_missing()
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
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
    # Headers first, so that redirections, refusals and static files have them too.
    "cases.middleware.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cases.middleware.closed_to_other_sites",
    "cases.onion.cookies_without_https",
    "cases.onion.HttpsElsewhere",  # Django's SecurityMiddleware, but for an onion address
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.middleware.host_check",
    "cases.onion.announced",
    "cases.middleware.language_from_path",
    "cases.request_limits.RequestLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cases.middleware.session_for_moderators",
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
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A thread keeps its connection for so many seconds: to open one costs more than most questions.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Reading sources on the web (docs/source-guard.md) ------------------------------------------
SOURCE_FETCH_ALLOW = hosts("SOURCE_FETCH_ALLOW")  # empty: every public host
SOURCE_FETCH_DENY = hosts("SOURCE_FETCH_DENY")
SOURCE_FETCH_LOOPBACK_PORTS = ports("SOURCE_FETCH_LOOPBACK_PORTS")  # of servers that test it
SOURCE_FETCH_PAUSE = 0 if SOURCE_FETCH_LOOPBACK_PORTS else 2  # seconds between requests to a host
if PRODUCTION and SOURCE_FETCH_LOOPBACK_PORTS:
    raise ImproperlyConfigured(
        "Not fit for production: SOURCE_FETCH_LOOPBACK_PORTS must be empty, it is for tests."
    )


# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = languages("LANGUAGES")
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
WHITENOISE_ALLOW_ALL_ORIGINS = False
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
PAGE_CACHE_MB = 0 if TESTING or DEBUG else number("PAGE_CACHE_MB", 64, 0)

# --- Many at once (threat model, spam) ----------------------------------------------------------
WEB_CONCURRENCY = at_least_one("WEB_CONCURRENCY", 2)  # processes; each counts for itself
RATE_PER_NETWORK = at_least_one("RATE_PER_NETWORK", 5)  # contributions an hour
RATE_IN_ALL = at_least_one("RATE_IN_ALL", 60)
# Believe what a proxy on this machine says of where a request comes from (docs/operating.md).
TRUST_FORWARDED_FOR = flag("TRUST_FORWARDED_FOR", default=False)
TEXT_FREE_SPACE_FLOOR = 50_000_000  # bytes; files stop being accepted long before

QUESTIONS = questions("QUESTIONS", dict(LANGUAGES))

# --- Backups (manage.py backup) -----------------------------------------------------------------
BACKUP_RECIPIENT = keys_of_age("BACKUP_RECIPIENT")

# --- What the queue may keep, and for how long (manage.py expire) -----------------------------
KEEP_SPAM = timedelta(days=at_least_one("KEEP_SPAM_DAYS", 30))
KEEP_TURNED_DOWN = timedelta(days=at_least_one("KEEP_TURNED_DOWN_DAYS", 180))
KEEP_NOTES = timedelta(days=at_least_one("KEEP_NOTES_DAYS", 180))

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
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The check looks for Django's own SecurityMiddleware by name; ours is a kind of it.
SILENCED_SYSTEM_CHECKS = ["security.W001"]
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes Chromium send Origin: null
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The testers' page is open on a local instance; elsewhere only when asked for.
TESTERS_PAGE = flag("TESTERS_PAGE", default=DEBUG or not PRODUCTION)
