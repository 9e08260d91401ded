"""Fetching one address, when the user asks for it: the only request that leaves this machine.

The address comes from a person, and where it leads from whoever answers there. So every name is resolved here, each address must be
one of the open Internet, and the connection goes to the very address that was checked; so does each redirection.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kg import __version__
from kg.serve.problems import ProblemError

BYTES: Final = 8_000_000
SECONDS: Final = 30.0
REDIRECTIONS: Final = 5
_AGENT: Final = f"quidit/{__version__} (+fetched on a reader's request)"
#: What stands for itself in a path and in a query.
_PATH: Final = "/%:@!$&'()*+,;=~"
_QUERY: Final = "/%:@!$&()*+,;=~?"
#: Addresses that carry another one inside.
_TRANSLATED: Final = ip_network("64:ff9b::/96")


class FetchError(ProblemError):
    """An address gives nothing, or must not be asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Args:
        url: where it was found in the end.
        media: its media type, without parameters.
        data: its bytes.
    """

    url: str
    media: str
    data: bytes


def is_open(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the open Internet, and not of a home, an office, a cloud's inside or this machine.

    >>> is_open(ip_address("93.184.216.34")), is_open(ip_address("169.254.169.254")), is_open(ip_address("::ffff:10.0.0.1"))
    (True, False, False)
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_open(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(url: str, *, private: bool = False, limit: int = BYTES, seconds: float = SECONDS) -> Fetched:
    """Fetch a web address.

    Args:
        url: http or https.
        private: also ask addresses that are not of the open Internet.
        limit: most bytes to take.
        seconds: longest time for all of it.

    Raises:
        FetchError: it is no web address, is not open, does not answer, or gives too much.
    """
    end, here = time.monotonic() + seconds, url.strip()
    for _ in range(REDIRECTIONS + 1):
        parts = _parts(here)
        target = _resolved(parts, private=private)
        try:
            with closing(_ask(parts, target, end)) as answer:
                where = answer.getheader("location", "")
                if answer.status in (301, 302, 303, 307, 308) and where:
                    here = urljoin(here, where)
                    continue
                if answer.status != 200:
                    raise FetchError(f"{parts.netloc} answers with status {answer.status}: open the page and paste its text")
                media = answer.getheader("content-type", "").partition(";")[0].strip().lower()
                return Fetched(here, media, _body(answer, limit, end))
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"{parts.netloc} cannot be reached ({error}): check the address") from error
    raise FetchError(f"{url[:80]} leads on and on: open the page and give its last address")


def check(url: str) -> None:
    """Refuse at once what is no web address, before anything is begun.

    Raises:
        FetchError: it is none.
    """
    _parts(url.strip())


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"{url[:80]!r} is no web address: write https://…") from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or not url.isprintable():
        raise FetchError(f"{url[:80]!r} is no web address: write https://…")
    return parts


def _resolved(parts: SplitResult, *, private: bool) -> str:
    """Give an address of the host, all of whose addresses may be asked."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host called {parts.hostname}: check the address") from error
    addresses = [str(row[4][0]).partition("%")[0] for row in found]
    if not addresses or not (private or all(is_open(ip_address(one)) for one in addresses)):
        raise FetchError(f"{parts.hostname} is not on the open Internet: allow it with --allow-private, or paste the text")
    return addresses[0]


def _ask(parts: SplitResult, target: str, end: float) -> HTTPResponse:
    """Ask the address that was checked, by the name that was given."""
    port, left = parts.port or (443 if parts.scheme == "https" else 80), _left(end)
    secure = parts.scheme == "https"
    connection = (HTTPSConnection if secure else HTTPConnection)(parts.hostname or "", port, timeout=left)
    connection.sock = socket.create_connection((target, port), timeout=left)
    try:
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=parts.hostname)
        query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
        path = quote(parts.path or "/", safe=_PATH) + query
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", "Connection": "close"})
        return connection.getresponse()
    except (OSError, HTTPException, ValueError):
        connection.close()
        raise


def _body(answer: HTTPResponse, limit: int, end: float) -> bytes:
    pieces: list[bytes] = []
    while sum(map(len, pieces)) <= limit:
        _left(end)
        piece = answer.read1(65_536)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    raise FetchError(f"it is longer than {limit:,} bytes: paste its text")


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left


def links(entries: Iterable[str]) -> list[str]:
    """Give the web addresses among the links of a feed, each once."""
    return list(dict.fromkeys(one for one in entries if one.lower().startswith(("http://", "https://"))))
