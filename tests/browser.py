"""Debian's Chromium driven by Playwright: one browser for all tests, and a page that notes all that it asks for or lets fail."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright


def found() -> str | None:
    """Give the path of Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser, and end it afterwards."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found(), args=["--disable-quic", "--no-first-run"])
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """One page; all that it asks for and all that goes wrong in it is noted.

    Attributes:
        page: the page of Playwright.
        requests: addresses it asked for, but for data and files that it made itself.
        problems: errors, warnings and breaches of its content security policy.
    """

    def __init__(self, browser: Browser, address: str, **context: Any) -> None:
        chosen = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", "locale": "fr-FR", **context}
        self.context = browser.new_context(**chosen)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.address = address
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda said: self.problems.append(said.text) if said.type in ("error", "warning") else None)
        self.page.on("dialog", lambda dialog: (self.problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:")):
            self.requests.append(url)

    def go(self, part: str = "", address: str | None = None) -> None:
        """Open the page anew, at a part of it such as ``#n=company%2Fzephyr-ia``."""
        self.page.goto("about:blank")
        self.page.goto((address or self.address) + part)

    def run(self, script: str) -> Any:
        """Evaluate JavaScript in the page and give its value."""
        return self.page.evaluate(script)

    def wait(self, condition: str, *, seconds: float = 20) -> None:
        """Wait until a condition in JavaScript holds; asked from outside, since the page's policy forbids to evaluate text."""
        end = time.monotonic() + seconds
        while not self.run(condition):
            assert time.monotonic() < end, f"still not: {condition}"
            self.page.wait_for_timeout(20)

    def text(self, selector: str) -> str:
        """Give the text of the first element that a selector finds."""
        return self.page.locator(selector).first.text_content() or ""

    def texts(self, selector: str) -> list[str]:
        """Give the text of every visible element that a selector finds."""
        found = self.page.locator(selector).all()
        return [one.text_content() or "" for one in found if one.is_visible()]

    def click(self, selector: str) -> None:
        """Click on the first visible element that a selector finds."""
        self.page.locator(selector).first.click()

    def key(self, label: str) -> None:
        """Click on the row of the legend that begins with a word."""
        self.page.locator("#keys .key", has_text=re.compile(f"^{label}")).click()

    def count(self) -> tuple[int, int, int]:
        """Give how many names of how many are shown, and how many lines."""
        shown, whole, lines = re.findall(r"\d+", self.text("#count"))
        return int(shown), int(whole), int(lines)

    def visible(self, selector: str) -> bool:
        """Tell whether the first element that a selector finds can be seen."""
        return self.page.locator(selector).first.is_visible()

    def saved(self, selector: str) -> bytes:
        """Press a button of the menu for exports and give the file that it saves."""
        self.click("#export summary")
        with self.page.expect_download() as waiting:
            self.click(selector)
        path = waiting.value.path()
        return path.read_bytes()

    def check(self) -> None:
        """See that nothing but the file itself was asked for, and that nothing went wrong."""
        assert {request.partition("#")[0] for request in self.requests} <= {self.address}
        assert self.problems == []
