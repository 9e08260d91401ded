"""Who may talk to the server, and what browsers may do with its answers.

The server holds what its user knows, and every page that the user visits can send requests to it. So: the Host must be one of ours
(no rebinding of names), a request that changes something must come from our own pages (Origin, Sec-Fetch-Site, a token that
only they know), and whoever is not on this machine must know the access token.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.limits import refuse
from kg.serve.problems import ForbiddenError

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
#: Methods that change nothing.
SAFE: Final = ("GET", "HEAD", "OPTIONS")
#: Reads although it is a POST, so it needs no token; its Origin is checked all the same.
READING: Final = ("/sparql",)
#: Meant for programs, which get no session.
PROGRAMS: Final = ("/api/", "/sparql", "/openapi.json", "/static/")
#: Reachable without the access token.
OPEN: Final = ("/login", "/static/")
#: Length of an access token that nobody guesses.
SHORTEST: Final = 20
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": POLICY,
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in.

    Args:
        hosts: names by which the server may be called, without port.
        port: the port it listens on.
        token: the access token, or an empty string when whoever reaches the server may use it.
        secret: signs sessions.
        literals: any IP address will do as a host, since only names can be made to point elsewhere.
    """

    hosts: frozenset[str]
    port: int
    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    literals: bool = False

    @property
    def cookie(self) -> str:
        """Name of our cookie: browsers share cookies between the ports of a machine."""
        return f"kg-{self.port}"

    def session(self) -> str:
        """Make a session for who has shown that it may come in."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('session', name)}"

    def knows(self, session: str) -> bool:
        """Tell whether a session is one of ours."""
        name, _, signed = session.partition(".")
        return hmac.compare_digest(signed.encode(), self._sign("session", name).encode())

    def form(self, session: str) -> str:
        """Give the token that forms of a session carry."""
        return self._sign("form", session)

    def admits(self, token: str) -> bool:
        """Tell whether an access token is the right one."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _sign(self, what: str, text: str) -> str:
        return hmac.new(self.secret, f"{what}:{text}".encode(), hashlib.sha256).hexdigest()


def access(host: str, port: int, token: str = "", also: Iterable[str] = ()) -> Access:
    """Say who may come in to a server on `host`; beyond this machine only who knows a token.

    Args:
        host: address to listen on.
        port: port to listen on.
        token: access token; one is made when it is needed and not given.
        also: further names by which the server may be called.
    """
    local = f"[{host}]" in LOOPBACK or host in LOOPBACK
    if not local and not token:
        token = secrets.token_urlsafe(24)
    names = {*LOOPBACK, f"[{host}]" if ":" in host else host.lower(), *(one.lower() for one in also)}
    secret = hashlib.sha256(b"quidit session " + token.encode()).digest() if token else secrets.token_bytes(32)
    return Access(frozenset(names), port, token, secret, literals=not local)


class Guard:
    """ASGI middleware that lets only those through who may come in, and tells browsers what they may do."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, then pass it on with a session in ``scope["kg.session"]``."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, guarded = Headers(scope=scope), _dressed(send)
        session = self._session(headers)
        bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
        known = bool(bearer and self._access.token and self._access.admits(bearer))
        refused = self._stranger(headers) or self._forged(scope, headers, session, bearer=known)
        if refused:
            await refuse(guarded, *refused)
        elif self._access.token and not (known or session or under(scope["path"], OPEN)):
            await self._ask(scope, headers, guarded)
        else:
            scope["kg.session"] = session or ("" if self._access.token else self._access.session())
            scope["kg.access"] = self._access
            program = under(scope["path"], PROGRAMS)
            await self._app(scope, receive, guarded if session or program else self._welcoming(scope, guarded))

    def _session(self, headers: Headers) -> str:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._access.cookie)
        except CookieError:
            return ""
        return morsel.value if morsel and self._access.knows(morsel.value) else ""

    def _stranger(self, headers: Headers) -> tuple[int, str] | None:
        """Refuse names that are not ours: a page may have made its own name point here."""
        host = headers.get("host", "").lower()
        if host.startswith("["):
            name = host.partition("]")[0] + "]"
        else:
            name = host.rpartition(":")[0] if ":" in host else host
        if name not in self._access.hosts and not (self._access.literals and _is_address(name.strip("[]"))):
            return 421, f"this server is not called {name[:80]!r}: allow the name with --allow-host"
        return None

    def _forged(self, scope: Scope, headers: Headers, session: str, *, bearer: bool) -> tuple[int, str] | None:
        """Refuse what another site makes a browser send."""
        if scope["method"] in SAFE:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        if (origin is not None and host_of(origin) != headers.get("host", "").lower()) or site not in (
            "same-origin",
            "none",
        ):
            return 403, "this request comes from another site: use the pages of this server"
        browser = origin is not None or "sec-fetch-site" in headers or bool(session)
        told = headers.get("x-kg-token", "")
        if not browser or bearer or scope["path"] in READING or _is_form(scope, headers):
            return None  # forms carry their token in the body: see `form_token`
        if not session or not hmac.compare_digest(told.encode(), self._access.form(session).encode()):
            return 403, "the token of the page is missing or old: load the page again"
        return None

    async def _ask(self, scope: Scope, headers: Headers, send: Send) -> None:
        """Take the access token from the address, or ask for it."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and scope["method"] == "GET" and self._access.admits(given):
            await _redirect(send, scope["path"], set_cookie=baked(self._access, self._access.session()))
        elif scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            await _redirect(send, "/login")
        else:
            await refuse(
                send, 401, "an access token is needed: send it as « Authorization: Bearer … »", www_authenticate="Bearer"
            )

    def _welcoming(self, scope: Scope, send: Send) -> Send:
        """Give a session to a browser that has none yet and needs no token."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["kg.session"]:
                MutableHeaders(scope=message).append("set-cookie", baked(self._access, scope["kg.session"]))
            await send(message)

        return sending


def baked(access: Access, session: str) -> str:
    """Write the cookie of a session."""
    return f"{access.cookie}={session}; HttpOnly; SameSite=Strict; Path=/"


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def under(path: str, places: Iterable[str]) -> bool:
    """Tell whether a path is one of `places`, or in one of those that end in a slash."""
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in places)


def _is_form(scope: Scope, headers: Headers) -> bool:
    if scope["path"].startswith("/api/"):
        return False
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "multipart/form-data")


def host_of(origin: str) -> str:
    """Give host and port of an Origin, or an empty string for an opaque one.

    >>> host_of("http://127.0.0.1:8765"), host_of("null")
    ('127.0.0.1:8765', '')
    """
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _dressed(send: Send) -> Send:
    """Add the headers that every answer carries, unless it has its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


async def _redirect(send: Send, where: str, *, set_cookie: str = "") -> None:
    safe = "/" + quote(where.lstrip("/\\"), safe="/:@!$&'()*+,;=~")  # the path is decoded: it may hold ends of lines
    headers = [(b"location", safe.encode()), (b"content-length", b"0")]
    headers += [(b"set-cookie", set_cookie.encode())] if set_cookie else []
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def form_token(request: Request) -> AsyncIterator[None]:
    """Let a form pass only with the token of the session, and close its files in the end.

    For use as a dependency of every route that takes forms.

    Raises:
        ForbiddenError: it has none, or that of another session.
    """
    if request.method in SAFE:
        yield
        return
    form = await request.form()
    told, session = str(form.get("form_token", "")), request.scope["kg.session"]
    if not hmac.compare_digest(told.encode(), request.scope["kg.access"].form(session).encode()):
        await form.close()
        raise ForbiddenError("old.form")
    try:
        yield
    finally:
        await form.close()
