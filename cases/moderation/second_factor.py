"""The second factor: an authenticator (TOTP, RFC 6238) and recovery codes, by django-otp.

What is ours: recovery codes are stored as hashes only, and no hour stays in the tables of the
library longer than its checks need it (see docs/decisions/0007-two-factor-login.md).
"""

import base64
import hashlib
import math
import secrets
import time
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from .receipts import ALPHABET, LENGTH, normalise

CODES = 10
# The library doubles its delay with each failure and without end: here it stops at 512 seconds,
# so that somebody who knows a password can slow its owner down, and never lock them out.
MOST_FAILURES = 10


class Wait(Exception):
    """Too many wrong attempts: none is looked at before so many seconds."""

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.seconds = max(1, math.ceil(seconds))


class Given(NamedTuple):
    """What an account receives once: `otpauth://` address, its secret, recovery codes."""

    address: str
    secret: str
    codes: list[str]


def give(user: User) -> Given:
    """A new authenticator and new recovery codes in the place of all earlier ones."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device = _keep(TOTPDevice(user=user, name="authenticator"))
        return Given(device.config_url, in_letters(device.key), new_codes(user))


def has(user: User) -> bool:
    """True when the account has an authenticator: without one it cannot get in."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def accounts_with_one() -> set[int]:
    """The accounts that have an authenticator."""
    return set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))


def new_codes(user: User) -> list[str]:
    """Ten new recovery codes in the place of all earlier ones. Only hashes are stored."""
    letters = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = _keep(StaticDevice(user=user, name="recovery"))
        for code in letters:
            device.token_set.create(token=_hash_of(code))
    return [in_fours(code) for code in letters]


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def verify(user: User, typed: str):
    """The device that this code proves, or None. A code works once.

    Six digits are asked of the authenticator, anything else of the recovery codes.
    Raises Wait after too many failures, whatever the code.
    """
    digits = "".join(typed.split())
    by_digits = len(digits) == 6 and digits.isascii() and digits.isdecimal()
    model, code = (TOTPDevice, digits) if by_digits else (StaticDevice, _hash_of(typed))
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device if device and _proves(device, code) else None


def replace_authenticator(user: User, key: str, typed: str) -> TOTPDevice | None:
    """The account's new authenticator, once a code of it proves that it works; else None."""
    with transaction.atomic():
        device = TOTPDevice(user=user, name="authenticator", key=key)
        digits = "".join(typed.split())
        if not TOTP(device.bin_key).verify(int(digits), device.tolerance):
            return None
        TOTPDevice.objects.filter(user=user).delete()
        _keep(device)
        return device if _proves(device, digits) else None  # so that this code is used up


def address_of(user: User, key: str) -> str:
    """The `otpauth://` address of a secret that is not stored yet."""
    return TOTPDevice(user=user, key=key).config_url


def in_letters(key: str) -> str:
    """A secret as people type it into an authenticator."""
    return base64.b32encode(bytes.fromhex(key)).decode()


def in_fours(letters: str) -> str:
    """The same with a space after every fourth letter, as people copy it."""
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def codes_now(secret: str) -> tuple[str, str]:
    """The code that an authenticator with this secret shows now, and the next one."""
    clock = TOTP(base64.b32decode(secret))
    now = f"{clock.token():06}"
    clock.drift = 1
    return now, f"{clock.token():06}"


def new_key() -> str:
    """A random secret, in the library's writing."""
    return default_key()


def is_stale(device) -> bool:
    """True when the step of the last code, which is an hour, serves no check any more.

    It is kept so that a code cannot be used twice; once no clock accepts that code, it tells
    nothing but when somebody logged in.
    """
    if not isinstance(device, TOTPDevice) or device.last_t < 0:
        return False
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time()
    return device.last_t < clock.t() - device.tolerance


def forget_hours() -> None:
    """Take every hour that serves no check any more out of the library's tables."""
    for device in TOTPDevice.objects.filter(last_t__gte=0):
        if is_stale(device):
            TOTPDevice.objects.filter(pk=device.pk, last_t=device.last_t).update(last_t=-1)
    for model in (TOTPDevice, StaticDevice):
        for device in model.objects.exclude(throttling_failure_timestamp=None):
            if device.verify_is_allowed()[0]:
                failed = device.throttling_failure_timestamp
                same = model.objects.filter(pk=device.pk, throttling_failure_timestamp=failed)
                same.update(throttling_failure_timestamp=None)


def _proves(device, code: str) -> bool:
    """Ask the library, which counts failures; keep no time of use."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise Wait((why["locked_until"] - timezone.now()).total_seconds())
    proven = device.verify_token(code)
    failures = min(device.throttling_failure_count, MOST_FAILURES)
    type(device).objects.filter(pk=device.pk).update(
        last_used_at=None, throttling_failure_count=failures
    )
    return proven


def _keep(device):
    """Store a device without the time at which it was made."""
    device.save()
    type(device).objects.filter(pk=device.pk).update(created_at=None)
    return device


def _hash_of(code: str) -> str:
    """What is stored of a recovery code: 80 bits, as many as the code has."""
    digest = hashlib.sha256(f"recovery:{normalise(code)}".encode()).digest()
    return base64.b32encode(digest[:10]).decode()
