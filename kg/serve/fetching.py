"""Fetching one address, when the user asks for it: the only request that leaves this machine.

The address comes from a person, and where it leads from whoever answers there. So every name is resolved here, each address must be
one of the open Internet, and the connection goes to the very address that was checked; so does each redirection.
"""

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kg import __version__
from kg.serve import unpacking
from kg.serve.hurrying import Deadline, Hurried
from kg.serve.problems import FetchError

BYTES: Final = 8_000_000
SECONDS: Final = 30.0
REDIRECTIONS: Final = 5
_HEADERS: Final = {
    "User-Agent": f"quidit/{__version__} (+fetched on a reader's request)",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
#: What stands for itself in a path and in a query.
_PATH: Final = "/%:@!$&'()*+,;=~"
_QUERY: Final = "/%:@!$&()*+,;=~?"
#: Addresses that carry another one inside.
_TRANSLATED: Final = ip_network("64:ff9b::/96")


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
    deadline, here = Deadline(seconds), url.strip()
    for _ in range(REDIRECTIONS + 1):
        parts = _parts(here)
        try:
            targets = _resolved(parts, deadline, private=private)
            with closing(_ask(parts, targets, deadline)) as answer:
                where = answer.getheader("location", "")
                if answer.status in (301, 302, 303, 307, 308) and where:
                    here = urljoin(here, where)
                    continue
                return _taken(answer, here, limit)
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError("unreached", host=parts.netloc, error=str(error)) from error
    raise FetchError("redirections", url=url)


def _taken(answer: HTTPResponse, url: str, limit: int) -> Fetched:
    if answer.status != 200:
        raise FetchError("status", host=urlsplit(url).netloc, status=str(answer.status))
    media = answer.getheader("content-type", "").partition(";")[0].strip().lower()
    return Fetched(url, media, _body(answer, limit))


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
        raise FetchError("no.address", url=url) from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or not url.isprintable():
        raise FetchError("no.address", url=url)
    return parts


def _resolved(parts: SplitResult, deadline: Deadline, *, private: bool) -> list[str]:
    """Give the addresses of the host, all of which may be asked."""
    try:
        found = deadline.wait(lambda: socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM))
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        raise FetchError("no.host", host=parts.hostname) from error
    addresses = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found))
    if not addresses or not (private or all(is_open(ip_address(one)) for one in addresses)):
        raise FetchError("inside", host=parts.hostname)
    return addresses


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ask(parts: SplitResult, targets: list[str], deadline: Deadline) -> HTTPResponse:
    """Ask one of the addresses that were checked, by the name that was given."""
    connection = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(parts.hostname or "", _port(parts))
    connection.sock = _connected(parts, targets, deadline)
    try:
        query = f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
        connection.sock.settimeout(deadline.left)
        connection.request("GET", quote(parts.path or "/", safe=_PATH) + query, headers=_HEADERS)
        answer = HTTPResponse(cast(socket.socket, Hurried(connection.sock, deadline)), method="GET")
        answer.begin()
    except (OSError, HTTPException, ValueError):
        connection.close()
        raise
    return answer


def _connected(parts: SplitResult, targets: list[str], deadline: Deadline) -> socket.socket:
    """Connect to the first address that answers."""
    for target in targets[:-1]:
        try:
            return _secured(parts, socket.create_connection((target, _port(parts)), deadline.left / 2), deadline)
        except OSError:
            continue
    return _secured(parts, socket.create_connection((targets[-1], _port(parts)), deadline.left), deadline)


def _secured(parts: SplitResult, plain: socket.socket, deadline: Deadline) -> socket.socket:
    if parts.scheme != "https":
        return plain
    plain.settimeout(deadline.left)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)


def _body(answer: HTTPResponse, limit: int) -> bytes:
    return unpacking.whole(_pieces(answer), answer.getheader("content-encoding", ""), limit)


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    while piece := answer.read1(65_536):
        yield piece
    if answer.length:  # it was promised, and an article cut in two is none
        raise IncompleteRead(b"", answer.length)


def links(entries: Iterable[str]) -> list[str]:
    """Give the web addresses among the links of a feed, each once."""
    return list(dict.fromkeys(one for one in entries if one.lower().startswith(("http://", "https://"))))
