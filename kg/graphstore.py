"""Graphs to a SPARQL server elsewhere, by the Graph Store Protocol of SPARQL 1.1: put, added to, dropped."""

import base64
import time
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.errors import StoreError
from kg.messages import error as told

_TRIPLES: Final = "application/n-triples"
_QUADS: Final = "application/n-quads"
#: Answers after which the same request may succeed a little later.
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHOWN: Final = 300
_REFUSED: Final = "error.load.refused"
#: What is told of some refusals.
_KINDS: Final = {
    401: "error.load.login",
    403: "error.load.login",
    404: "error.load.address",
    405: "error.load.address",
    413: "error.load.large",
    415: "error.load.address",
}


class _Stay(HTTPRedirectHandler):
    """Follow nothing: a request that is sent on loses its method or its body, and whoever sent it would not know."""

    def redirect_request(self, *_: Any) -> None:
        """Give no other request."""


class GraphStore:
    """A server's graph store.

    Args:
        url: of its Graph Store Protocol, such as ``http://127.0.0.1:7878/store``; a name and password in it are sent as such.
        headers: sent with each request, for authorisation say.
        seconds: how long a request may take.
        tries: how often a request is sent that the server could not take at that moment.
        pause: seconds before the second try; each later one waits twice as long.

    Raises:
        StoreError: `url` is no address of a server.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str] | None = None, *, seconds: float = 300.0, tries: int = 6, pause: float = 1.0
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise told(StoreError, "error.no.endpoint", url=url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        login = {"Authorization": basic(unquote(parts.username), unquote(parts.password or ""))} if parts.username else {}
        self._headers = {"User-Agent": "quidit", **login, **(headers or {})}
        self._seconds = seconds
        self._tries = tries
        self._pause = pause
        self._opener = build_opener(_Stay)

    def put(self, graph: str, triples: Iterable[str]) -> None:
        """Put triples in place of all that a named graph holds."""
        self._send("PUT", graph, "".join(triples).encode(), _TRIPLES)

    def add(self, graph: str, triples: Iterable[str]) -> None:
        """Add triples to a named graph."""
        self._send("POST", graph, "".join(triples).encode(), _TRIPLES)

    def add_quads(self, quads: Iterable[str]) -> None:
        """Add quads to whatever graphs they name, for servers that take them so."""
        self._send("POST", "", "".join(quads).encode(), _QUADS)

    def drop(self, graph: str) -> None:
        """Remove a named graph, if there is one."""
        self._send("DELETE", graph, None, "")

    def _send(self, method: str, graph: str, data: bytes | None, kind: str) -> None:
        mark = "&" if urlsplit(self.url).query else "?"
        address = f"{self.url}{mark}graph={quote(graph, safe='')}" if graph else self.url
        heads = {**self._headers, **({"Content-Type": kind} if kind else {})}
        for again in range(self._tries):
            problem = self._problem(Request(address, data=data, headers=heads, method=method), last=again == self._tries - 1)
            if not problem:
                return
            time.sleep(self._pause * 2**again)

    def _problem(self, request: Request, *, last: bool) -> bool:
        """Send a request; tell whether it must be sent again.

        Raises:
            StoreError: it would do no good, or there was the last try.
        """
        try:
            self._opener.open(request, timeout=self._seconds).close()
        except HTTPError as error:
            with error:
                said = " ".join(error.read(_SHOWN).decode("utf-8", "replace").split())
            if error.code == 404 and request.method == "DELETE":
                return False
            if error.code not in _LATER or last:
                reason = f"{error.code} {error.reason}"
                raise told(StoreError, _KINDS.get(error.code, _REFUSED), url=self.url, reason=reason, said=said) from error
        except (URLError, HTTPException, OSError) as error:
            if last:
                raise told(StoreError, "error.unreached", url=self.url, reason=str(getattr(error, "reason", error))) from error
        else:
            return False
        return True


def basic(user: str, password: str) -> str:
    """Give the header by which a user logs in with a password.

    >>> basic("ada", "secret")
    'Basic YWRhOnNlY3JldA=='
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
