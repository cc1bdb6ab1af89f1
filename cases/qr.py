"""Square pictures that a telephone scans, drawn on the server: secrets, addresses on paper."""

import segno
from django.utils.safestring import SafeString, mark_safe


def picture(address: str) -> SafeString:
    """An address as inline SVG: dark on white in both themes, or no camera reads it.

    Its page gives it a size. No other host, no file and no cache ever holds it. The result is safe:
    the address is drawn, never written.
    """
    code = segno.make(address, error="m", micro=False)
    # Without a size of its own, so that the style sheet scales it instead of cutting it.
    drawn = code.svg_inline(border=3, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    # Whoever hears the page hears the address, which is written beside it.
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 (shapes only)
