"""Moving in a real browser: what is read after a click is read on the page that it led to."""

from django.test import Client

from tests.make import sign_in


def follow(page, locator, **options) -> None:
    """Click, and wait until the page that answers is loaded: a slow machine must not matter."""
    with page.expect_navigation():
        locator.click(**options)


def press(page, key: str) -> None:
    """Press a key that leads to another page, and wait until that page is loaded."""
    with page.expect_navigation():
        page.keyboard.press(key)


def cookies_of(user, origin: str) -> list[dict]:
    """The cookies of a session of this account, for a browser."""
    client = Client()
    sign_in(client, user)
    return [
        {"name": name, "value": morsel.value, "url": origin}
        for name, morsel in client.cookies.items()
    ]
