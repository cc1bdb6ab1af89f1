"""Settings of the peers: the middleware of `startproject`, on the tables of the register."""

from pathlib import Path

from technopolice import settings as register

SECRET_KEY = register.SECRET_KEY
ALLOWED_HOSTS = register.LOOPBACK_HOSTS
DATABASES = register.DATABASES
DEFAULT_AUTO_FIELD = register.DEFAULT_AUTO_FIELD
INSTALLED_APPS = register.INSTALLED_APPS
# What the imported models ask of settings when they load.
BASE_DIR, MEDIA_ROOT, DATA_DIR = register.BASE_DIR, register.MEDIA_ROOT, register.DATA_DIR
FORM_RENDERER = register.FORM_RENDERER
USE_TZ, TIME_ZONE, LANGUAGE_CODE = True, register.TIME_ZONE, "fr"
ROOT_URLCONF = "benchmarks.peers.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS = ["cases"]
