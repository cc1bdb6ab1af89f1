"""Moving in a real browser: what is read after a click is read on the page that it led to."""


def follow(page, locator, **options) -> None:
    """Click, and wait until the page that answers is loaded: a slow machine must not matter."""
    with page.expect_navigation():
        locator.click(**options)


def press(page, key: str) -> None:
    """Press a key that leads to another page, and wait until that page is loaded."""
    with page.expect_navigation():
        page.keyboard.press(key)
