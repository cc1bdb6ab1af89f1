"""Readers of environment variables: each stops the program where a value makes no sense, and says
what to write instead."""

import re
import secrets
from collections.abc import Container
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")

_FIRST_QUESTIONS = """
fr:Quel appareil filme les rues ?|caméra|une caméra|caméras|la caméra|des caméras
fr:Lyon, Nice et Marseille : dans quel pays ?|France|en France|la France
fr:Complétez : liberté, égalité, …|fraternité|la fraternité
fr:Quelle est la capitale de la France ?|Paris|c’est Paris
en:Which device films the streets?|camera|a camera|cameras|the camera|cctv
en:Lyon, Nice and Marseille: in which country?|France|in France
en:What is the capital of France?|Paris|it is Paris
en:Write the colour of snow in one word.|white
"""


def flag(name: str, default: bool) -> bool:
    """A yes or a no; any other word stops the program rather than pass for a no."""
    given = env.str(name, default="1" if default else "0").strip().lower()
    if given not in _TRUE + _FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{given}”.")
    return given in _TRUE


def one_of(name: str, words: tuple[str, ...]) -> str:
    """One of some words, the first of them by default."""
    given = env.str(name, default="").strip() or words[0]
    if given not in words:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(words)}, not “{given}”.")
    return given


def number(name: str, default: int, least: int) -> int:
    """A whole number from the least that makes sense."""
    given = env.str(name, default="").strip() or str(default)
    if not (given.isascii() and given.isdigit() and least <= int(given[:9]) <= 10**6):
        raise ImproperlyConfigured(f"{name} must be a number from {least}, not “{given}”.")
    return int(given)


def at_least_one(name: str, default: int) -> int:
    """A whole number from 1."""
    return number(name, default, 1)


def department(name: str) -> str:
    """The code of a department, or nothing."""
    given = env.str(name, default="").upper()
    if not re.fullmatch(r"(\d{2,3}|2[AB])?", given):
        raise ImproperlyConfigured(f"{name} must be the code of a department, not “{given}”.")
    return given


def secret_key(data_dir: Path, production: bool) -> str:
    """The key that signs form tokens and sessions, made once for a local instance."""
    given = env.str("SECRET_KEY", default="")
    if given or production:
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


def hosts(name: str) -> list[str]:
    """Names of hosts, each meaning itself and every name below it."""
    given = [host.strip().lower().strip("[]") for host in env.list(name, default=[])]
    for host in filter(None, given):
        if not re.fullmatch(r"[a-z0-9._:-]+", host) or host.startswith("."):
            raise ImproperlyConfigured(f"{name} must be names such as example.org, not “{host}”.")
    return [host for host in given if host]


def onion_host(name: str) -> str:
    """The name of an onion service (version 3), or nothing."""
    given = env.str(name, default="").strip().lower()
    if given and not re.fullmatch(r"[a-z2-7]{56}\.onion", given):
        raise ImproperlyConfigured(f"{name} must be a name such as abc…xyz.onion, not “{given}”.")
    return given


def ports(name: str) -> list[int]:
    """Numbers of ports."""
    given = [port.strip() for port in env.list(name, default=[]) if port.strip()]
    for port in given:
        if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise ImproperlyConfigured(f"{name} must be numbers of ports, not “{port}”.")
    return [int(port) for port in given]


def languages(name: str) -> list[tuple[str, str]]:
    """(code, own name) of each language of the pages; the first has no prefix in addresses."""
    given = env.str(name, default="").strip() or "fr:Français, en:English"
    found = [tuple(word.strip() for word in one.split(":")) for one in given.split(",")]
    for one in found:
        if len(one) != 2 or not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", one[0]) or not one[1]:
            raise ImproperlyConfigured(f"{name} must be such as fr:Français, not “{given}”.")
    if found[0][0] != "fr" or len({code for code, _name in found}) < len(found):
        raise ImproperlyConfigured(f"{name} must begin with fr, each once, not “{given}”.")
    return found


def questions(name: str, known: Container[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(language or nothing, question, answers) of each line `fr:question|answer|answer`.

    A language is one of those `known`; any other word before the colon is part of the question.
    """
    given = env.str(name, default="").strip() or _FIRST_QUESTIONS
    found = []
    for line in filter(None, (line.strip() for line in re.split(r"[\n;]", given))):
        question, *answers = (part.strip() for part in line.split("|"))
        language, _colon, rest = question.partition(":")
        if language not in known:
            language, rest = "", question
        answers = tuple(answer for answer in answers if answer)
        if not rest.strip() or not answers:
            raise ImproperlyConfigured(
                f"{name}: “{line}” must be such as: question|answer|another answer."
            )
        found.append((language, rest.strip(), answers))
    return found


def keys_of_age(name: str) -> list[str]:
    """Public keys of age, separated by commas or spaces; none: backups are in clear."""
    given = env.str(name, default="").strip()
    keys = re.split(r"[,\s]+", given) if given else []
    for key in keys:
        if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", key):
            raise ImproperlyConfigured(f"{name} must be public keys such as age1…, not “{key}”.")
    return keys
