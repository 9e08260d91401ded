"""Headless Chromium driven over its debugging pipe: no driver, no network, no further package."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: No background traffic, nothing kept, runs as root in a container.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--hide-scrollbars",
)


class Page:
    """One open page, and all that it asked for, logged or let fail.

    Attributes:
        requests: addresses it asked for.
        problems: errors, warnings and breaches of its content security policy.
    """

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._left, self._number = read, write, b"", 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.downloads: list[str] = []

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the debugging protocol and wait for its answer."""
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            piece = os.read(self._read, 65536)
            assert piece, "Chromium has gone"
            self._left += piece
        raw, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self._asked(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(params["exceptionDetails"].get("exception", params["exceptionDetails"]))[:900])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.problems.append(json.dumps(params["args"])[:400])
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.problems.append(params["entry"]["text"])
        elif method == "Page.downloadWillBegin":
            self.downloads.append(params["suggestedFilename"])

    def _asked(self, url: str) -> None:
        """Note a request; pictures of the browser's own controls and files made by the page leave nowhere."""
        if not url.startswith(("data:", "blob:")):
            self.requests.append(url)

    def start(self, url: str) -> None:
        """Attach to a fresh tab and open `url`."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.go(url)

    def go(self, url: str) -> None:
        """Open `url` and wait until the page has run."""
        self.send("Page.navigate", url=url)
        place = json.dumps(url.partition("#")[0])
        self.wait(f"document.readyState === 'complete' && location.href.split('#')[0] === {place}")
        time.sleep(0.1)

    def run(self, script: str) -> Any:
        """Evaluate JavaScript in the page and give its value."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str, *, seconds: float = 20) -> None:
        """Wait until a condition in JavaScript holds."""
        end = time.monotonic() + seconds
        while not self.run(condition):
            assert time.monotonic() < end, f"still not: {condition}"
            time.sleep(0.05)

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """Set the size of the window in CSS pixels."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def prefer(self, **features: str) -> None:
        """Set media features, such as ``prefers_color_scheme="dark"``."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=named)

    def click(self, x: float, y: float) -> None:
        """Click with the mouse at a point of the window."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=int(kind != "mouseMoved"))

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a point of the window, in two steps as hands do."""
        for near in (3, 0):
            self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x + near, y=y)

    @contextmanager
    def frame(self) -> Iterator[Page]:
        """Talk to the frame inside the page, which runs in a process of its own."""
        outer = self._session
        self._session = None
        (target,) = [one for one in self.send("Target.getTargets")["targetInfos"] if one["type"] == "iframe"]
        self._session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Runtime", "Log"):
            self.send(f"{domain}.enable")
        try:
            yield self
        finally:
            self._session = outer

    def press(self, selector: str) -> None:
        """Click in the middle of the element that a CSS selector finds."""
        place = f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect(); "
        x, y = self.run(place + "return [b.x + b.width / 2, b.y + b.height / 2]; })()")
        self.click(x, y)

    def type(self, text: str) -> None:
        """Type text into the element that has the focus."""
        self.send("Input.insertText", text=text)

    def key(self, name: str, code: int = 0) -> None:
        """Press and release a key, such as ``Enter`` (13)."""
        text = "\r" if name == "Enter" else ""
        self.send("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code, text=text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def picture(self, path: Path) -> None:
        """Save what the window shows as a PNG file."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))


def found() -> str | None:
    """Give the path of Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def opened(url: str = "about:blank", *, flags: tuple[str, ...] = ()) -> Iterator[Page]:
    """Open a page and close the browser afterwards."""
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [found() or "chromium", *FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"]
        # A shell puts the pipe where Chromium looks for it: descriptors 3 and 4.
        shell = f'exec "$@" 3<&{to_read} 4>&{from_write}'
        process = subprocess.Popen(
            ["bash", "-c", shell, "bash", *command],
            pass_fds=(to_read, from_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(from_write)
        page = Page(from_read, to_write)
        try:
            page.start(url)
            yield page
        finally:
            _close(page.send, process)
            os.close(from_read)
            os.close(to_write)


def _close(send: Callable[..., dict[str, Any]], process: subprocess.Popen[bytes]) -> None:
    try:
        send("Browser.close")
    except (AssertionError, OSError):
        process.kill()
    process.wait(timeout=20)
