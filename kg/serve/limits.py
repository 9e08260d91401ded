"""How much and how long a client may send: bodies are taken in whole, within a size and a time, before anything runs."""

import asyncio
import json
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Bytes of a body: an upload, and anything else.
UPLOAD: Final = 8_000_000
BODY: Final = 200_000
#: Paths that take files.
UPLOADS: Final = ("/add", "/api/articles")
#: Seconds for a whole body, and for the head of a request.
SECONDS: Final = 20.0
#: A body that is too long is still read up to here, so that the client gets to see the answer.
_DRAIN: Final = 40_000_000


class Limits:
    """ASGI middleware that reads bodies whole and refuses what is too long or too slow."""

    def __init__(self, app: ASGIApp, *, seconds: float = SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on once its body is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = UPLOAD if scope["path"] in UPLOADS else BODY
        try:
            async with asyncio.timeout(self._seconds):
                body, gone = await _whole(receive, limit, _announced(scope))
        except TimeoutError:
            await refuse(send, 408, f"the request took longer than {self._seconds:g} s to arrive: send it again")
            return
        if gone:
            return
        if body is None:
            await refuse(send, 413, f"the request is longer than {limit:,} bytes: send less at a time")
            return
        await self._app(scope, _replay(body, receive), send)


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


async def _whole(receive: Receive, limit: int, announced: int) -> tuple[bytes | None, bool]:
    """Give the body, None if it is too long, and whether the client has gone."""
    pieces: list[bytes] = []
    size, fits = 0, announced <= limit
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None, True
        size += len(message.get("body", b""))
        fits = fits and size <= limit
        if fits:
            pieces.append(message.get("body", b""))
        if not message.get("more_body") or size > _DRAIN or announced > _DRAIN:
            return (b"".join(pieces) if fits else None), False


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read already, then whatever comes."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


async def refuse(send: Send, status: int, message: str, **headers: str) -> None:
    """Answer with an error in the shape that the API gives, and close the connection."""
    body = json.dumps({"error": message}, ensure_ascii=False).encode()
    head = {"content-type": "application/json; charset=utf-8", "content-length": str(len(body)), "connection": "close"}
    named = {**head, **{name.replace("_", "-"): value for name, value in headers.items()}}
    start = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


class Patient(H11Protocol):
    """HTTP/1.1 that hangs up on who opens a connection and does not say what for."""

    def connection_made(self, transport: Any) -> None:
        """Give the client so many seconds for the head of its first request."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(SECONDS, self._expire)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def _expire(self) -> None:
        if self.cycle is None:
            self.transport.close()
