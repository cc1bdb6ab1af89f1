"""What a mid-range telephone gets: `python -m benchmarks.phone [ADDRESS [PATH…]]`.

Chromium's own figures with a processor four times slower, on slow 4G and on 3G: first paint (FCP),
largest paint (LCP), what moved (CLS), how long the page did not answer (TBT), bytes and requests.
Prints a table for the register at ADDRESS (http://127.0.0.1:8000 by default), which holds the
demonstration corpus; or for the paths given.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOWER = 4  # times, for the processor
# Milliseconds to the server and back, then bits a second down and up: the profiles of DevTools.
NETWORKS = {"slow 4G": (562, 1_474_560, 675_000), "3G": (1_125, 630_000, 315_000)}
SETTLED = 1_500  # milliseconds after the page is loaded, for what comes late
PATHS = (
    "/", "/deployments/", "/places/", "/search/?q=orléans", "/map/", "/money/", "/timeline/",
    "/changes/", "/contribute/", "/contribute/deployment/", "/receipt/", "/about/privacy/",
)  # fmt: skip
FIRST_RECORDS = ("/deployments/", "/places/?kind=commune", "/vendors/", "/sources/")
WATCH = """
window.seen = {fcp: 0, lcp: 0, cls: 0, tbt: 0};
const each = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({type, buffered: true});
each('paint', entry => { if (entry.name.startsWith('first-c')) seen.fcp = entry.startTime; });
each('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
each('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
each('longtask', entry => { seen.tbt += Math.max(0, entry.duration - 50); });
"""


@dataclass(frozen=True)
class Opened:
    """One page opened once: milliseconds, a share of the screen, bytes as they were sent."""

    path: str
    network: str
    fcp: int
    lcp: int
    cls: float
    tbt: int
    kilobytes: float
    requests: int


def opened(browser: Browser, address: str, path: str, network: str) -> Opened:
    """Open a page as a new visitor on this network."""
    visitor = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, device_scale_factor=2,
        is_mobile=True, has_touch=True, locale="fr-FR",
    )  # fmt: skip
    visitor.add_init_script(WATCH)
    page = visitor.new_page()
    sizes = _slow_down(page, network)
    page.goto(path, timeout=120_000)
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("seen")
    visitor.close()
    whole = {name: round(seen[name]) for name in ("fcp", "lcp", "tbt")}
    return Opened(
        path, network, cls=round(seen["cls"], 3), kilobytes=round(sum(sizes) / 1000, 1),
        requests=len(sizes), **whole,
    )  # fmt: skip


def _slow_down(page: Page, network: str) -> list[int]:
    """Make processor and network slow; the list that takes the bytes of each answer."""
    delay, down, up = NETWORKS[network]
    tools, sizes = page.context.new_cdp_session(page), []
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": delay, "downloadThroughput": down / 8,
        "uploadThroughput": up / 8,
    })  # fmt: skip
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    return sizes


def paths_of(browser: Browser, address: str) -> Iterator[str]:
    """A page of each type, with the first record of some lists."""
    yield from PATHS
    page = browser.new_page(base_url=address)
    for one in FIRST_RECORDS:
        page.goto(one)
        yield page.locator("table a.title").first.get_attribute("href")
    page.close()


def main() -> None:
    """Open every page on each network and print a line for each."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    sys.stdout.write("| page | network | FCP ms | LCP ms | CLS | TBT ms | kB | requests |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|---|\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for path in sys.argv[2:] or list(paths_of(browser, address)):
            for network in NETWORKS:
                cells = astuple(opened(browser, address, path, network))
                sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
        browser.close()


if __name__ == "__main__":
    main()
