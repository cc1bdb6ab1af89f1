"""Pictures of the twelve pages that matter most: `python -m benchmarks.pictures ADDRESS FOLDER`.

Each picture shows one page on a desk and on a phone, in light and in dark, without JavaScript. The
register at ADDRESS holds the demonstration corpus. Pages of moderators are drawn when MODERATOR
holds a name, a password and the secret of an authenticator (`create_moderator` prints them).
"""

import base64
import io
import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django_otp.oath import totp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from .questions import FLAGS

PAGES = {
    "home": "/",
    "town": "/places/nice/",
    "deployment": "/deployments/audiosurveillance-orleans/",
    "list": "/deployments/?technology=vsa",
    "vendor": "/vendors/xxii/",
    "case": "/legal/orleans-capteurs-sonores-ta/",
    "map": "/map/",
    "money": "/money/",
    "timeline": "/timeline/",
    "search": "/search/?q=reconnaissance+faciale",
    "contribute": "/contribute/deployment/",
    "moderation": "/moderation/",
}
SIZES = {"desk": (1280, 1500), "phone": (360, 1500)}
THEMES = ("light", "dark")
QUALITY, SMALLER = 45, 2  # of a WebP picture, and how many times


def visitor(browser: Browser, address: str, size: str, theme: str, session=None) -> BrowserContext:
    """A new visitor with this screen and this theme, or a moderator whose session is given."""
    width, height = SIZES[size]
    return browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, color_scheme=theme,
        java_script_enabled=False, locale="fr-FR", storage_state=session,
    )  # fmt: skip


def session_of(browser: Browser, address: str, name: str, password: str, secret: str) -> dict:
    """Sign a moderator in, once; `secret` is an otpauth address or its secret alone."""
    window = visitor(browser, address, "desk", "light")
    plain = parse_qs(urlsplit(secret).query).get("secret", [secret])[0]
    page = window.new_page()
    page.goto("/account/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/account/code/**")
    page.fill("[name=code]", f"{totp(base64.b32decode(plain)):06}")
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/moderation/**")
    session = window.storage_state()
    window.close()
    return session


def drawn(browser: Browser, address: str, path: str, session: dict | None) -> Image.Image:
    """A page on a desk and on a phone, light above dark."""
    rows = []
    for theme in THEMES:
        for size in SIZES:
            window = visitor(browser, address, size, theme, session)
            page = window.new_page()
            page.goto(path)
            page.goto(path)  # on a first visit a slow network shows the device's own typefaces
            rows.append(Image.open(io.BytesIO(page.screenshot())))
            window.close()
    wide, tall = (sum(picture.width for picture in rows) // 2, SIZES["desk"][1])
    sheet = Image.new("RGB", (wide, tall * len(THEMES)))
    for number, picture in enumerate(rows):
        sheet.paste(picture, (number % 2 * SIZES["desk"][0], number // 2 * tall))
    return sheet


def main(address: str, folder: str) -> None:
    """Draw every page into the folder."""
    account = os.environ.get("MODERATOR", "").split()
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        session = session_of(browser, address, *account) if account else None
        for name, path in PAGES.items():
            is_private = path.startswith("/moderation/")
            if is_private and session is None:
                sys.stdout.write(f"{name}: MODERATOR is empty, left out\n")
                continue
            file = Path(folder) / f"{name}.webp"
            drawn(browser, address, path, session if is_private else None).save(
                file, quality=QUALITY, method=6
            )
            sys.stdout.write(f"{name}: {file.stat().st_size // 1000} kB\n")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
