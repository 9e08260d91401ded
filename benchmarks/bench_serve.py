"""How fast ``kg serve`` is on a large store, and how many readers it bears beside a writer: ``make bench-serve``.

Prints the time of the first page and of cards on a store of so many statements, then what parallel readers see for a minute while
verdicts are written. Exits with 1 when the first page takes a second or more, a card .3 s, or any answer is an error.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import generated
from pyoxigraph import RdfFormat, Store, serialize

from kg import catalogue, corpus, graph
from kg.names import slug
from kg.records import Resolution
from kg.resolve import trace

FIRST, CARD = 1.0, 0.3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def articles(statements: int) -> Iterator:
    """Give invented articles until there are so many statements; each sentence has words of its own."""
    press, dice, given, number = generated._Press(), random.Random(7), 0, 0
    while given < statements:
        facts, number = press.article(number), number + 1
        given += len(facts.statements)
        words = "quelques mots de plus"

        def other(found: re.Match[str]) -> str:
            return "".join(char if char == " " else dice.choice(LETTERS) for char in found[0])

        text = re.sub(words, other, facts.article.text)
        yield generated.Facts(
            article=generated.Article(**{**_fields(facts.article), "text": text}),
            entities=facts.entities,
            mentions=facts.mentions,
            statements=facts.statements,
            quotes=facts.quotes,
        )


def _fields(article: generated.Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in ("key", "title", "url", "outlet", "author", "date", "agency")}


def make(folder: Path, statements: int) -> None:
    """Write facts and store of a build; not the page and tables, which nobody asks for here."""
    (folder / corpus.FOLDER).mkdir(parents=True, exist_ok=True)
    made = list(articles(statements))
    resolution = trace(made, catalogue.load()).resolution
    parts = [folder / f"part{number}.nt" for number in range(os.cpu_count() or 1)]
    context = multiprocessing.get_context("fork")  # the workers see what was made; nothing is sent
    workers = [
        context.Process(target=_part, args=(folder, made[n :: len(parts)], resolution, parts[n])) for n in range(len(parts))
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
        assert one.exitcode == 0
    (folder / "store").mkdir(exist_ok=True)
    store = Store(str(folder / "store" / "g000001"))
    for part in parts:
        store.bulk_load(path=str(part), format=RdfFormat.N_QUADS, lenient=True)
        part.unlink()
    store.bulk_extend(graph.entity_quads(resolution))
    store.flush()
    del store
    (folder / "store" / "g000001.lock").touch()
    (folder / "store" / "CURRENT").write_text("g000001\n")


def _part(folder: Path, made: list, resolution: Resolution, part: Path) -> None:
    with part.open("wb") as file:
        for facts in made:
            corpus.save(folder, facts, {"version": "bench"})
            serialize(graph.to_quads(facts, resolution), file, RdfFormat.N_QUADS)


def get(address: str, path: str) -> tuple[float, bytes]:
    """Ask once; give seconds and body."""
    start = time.perf_counter()
    with urllib.request.urlopen(address + path, timeout=120) as answer:
        body = answer.read()
    return time.perf_counter() - start, body


async def reader(port: int, paths: list[str], end: float, think: float, times: list[float], errors: list[str]) -> None:
    """Read pages over one connection until `end`, with a pause between two as people make."""
    dice = random.Random(id(times) ^ len(errors) ^ hash(asyncio.current_task()))
    await asyncio.sleep(dice.random() * max(think, 0.1))
    stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.perf_counter() < end:
        path, start = dice.choice(paths), time.perf_counter()
        try:
            stream = stream or await asyncio.open_connection("127.0.0.1", port)
            stream[1].write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            head = (await asyncio.wait_for(stream[0].readuntil(b"\r\n\r\n"), 120)).decode("latin-1").lower()
            length = re.search(r"content-length: (\d+)", head)
            await asyncio.wait_for(stream[0].readexactly(int(length[1]) if length else 0), 120)
            if not head.startswith("http/1.1 200"):
                errors.append(f"{path}: {head[:40]}")
            times.append(time.perf_counter() - start)
            if "connection: close" in head:
                stream[1].close()
                stream = None
        except asyncio.IncompleteReadError as error:
            stream = None  # a connection left idle is closed by the server between two requests; that is no error
            if error.partial:
                errors.append(f"{path}: cut off")
        except (OSError, TimeoutError) as error:
            errors.append(f"{path}: {error!r}")
            stream = None
        await asyncio.sleep(think * (0.5 + dice.random()))
    if stream:
        stream[1].close()


async def writer(address: str, quotes: list[dict], end: float, errors: list[str]) -> int:
    """Write a verdict every few seconds; give how many were written."""
    written = 0
    while time.perf_counter() < end:
        quote = quotes[written % len(quotes)]
        body = json.dumps({"kind": "quote", "id": quote["id"], "value": "verified", "seen": 10**6, "who": "bench"}).encode()
        request = urllib.request.Request(address + "/api/decisions", body, {"Content-Type": "application/json"})
        try:
            await asyncio.to_thread(lambda asked=request: urllib.request.urlopen(asked, timeout=120).close())
            written += 1
        except OSError as error:
            errors.append(f"write: {error!r}")
        await asyncio.sleep(3)
    return written


async def load(address: str, paths: list[str], quotes: list[dict], asked: argparse.Namespace) -> list[str]:
    """Let readers and the writer work side by side and print what the readers saw."""
    port, times, errors = int(address.rpartition(":")[2]), [], []
    end = time.perf_counter() + asked.seconds
    tasks = [reader(port, paths, end, asked.think, times, errors) for _ in range(asked.readers)]
    *_, written = await asyncio.gather(*tasks, writer(address, quotes, end, errors))
    order = sorted(times)
    told = {f"p{share}": round(order[int(len(order) * share / 100)] * 1000) for share in (50, 95, 99)}
    print(f"{asked.readers} readers, {asked.seconds:g} s, pause {asked.think:g} s, {written} verdicts written")
    print(f"answers {len(times)}, errors {len(errors)}, ms: {told}, longest {round(order[-1] * 1000)}")
    return errors


def main() -> int:
    """Make the store, start the server, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--port", type=int, default=8793)
    parser.add_argument("--folder", type=Path, help="keep the build here, and use it if it is there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch) / "out"
        if not (folder / "store" / "CURRENT").exists():
            start = time.perf_counter()
            make(folder, asked.statements)
            print(f"store made in {time.perf_counter() - start:.0f} s", flush=True)
        command = [sys.executable, "-m", "kg", "serve", "--from", str(folder), "--port", str(asked.port)]
        start = time.perf_counter()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "KG_LANG": "en"}) as server:
            try:
                line = server.stderr.readline()
                assert "http://" in line, line
                ready = time.perf_counter() - start
                time.sleep(1)
                return measure(f"http://127.0.0.1:{asked.port}", ready, server.pid, asked)
            finally:
                server.terminate()


def measure(address: str, started: float, server: int, asked: argparse.Namespace) -> int:
    """Print all figures; give 1 if one is not good enough."""
    state = json.loads(get(address, "/api/state")[1])
    first, _ = get(address, "/")
    things = json.loads(get(address, "/api/entities?limit=500")[1])["items"]
    cards = sorted(get(address, f"/entity/{one['id']}")[0] for one in things[:100] + things[-50:])
    print(f"{state['statements']} statements, {state['quotes']} quotes, {state['articles']} articles; ready in {started:.1f} s")
    print(f"first page {first * 1000:.0f} ms (asked: below {FIRST * 1000:.0f}): {_verdict(first < FIRST)}")
    median, slowest = cards[len(cards) // 2] * 1000, cards[-1] * 1000
    print(f"{len(cards)} cards, the most cited first: median {median:.0f} ms, slowest {slowest:.0f} ms", end=" ")
    print(f"(asked: below {CARD * 1000:.0f}): {_verdict(cards[-1] < CARD)}", flush=True)
    quotes = json.loads(get(address, "/api/quotes")[1])["items"]
    names = [slug(one["name"]).replace("-", "+") for one in things[:40]]
    paths = [f"/entity/{one['id']}" for one in things[:60]] + [f"/?q={name}" for name in names]
    paths += ["/", "/quotes", "/quotes?stance=negative", "/voice", "/api/state"] + [
        f"/quotes?speaker={one['id']}" for one in things[:20]
    ]
    errors = asyncio.run(load(address, paths, quotes, asked))
    print(f"memory of the server at most {_memory(server)} MB; no errors: {_verdict(not errors)}")
    for one in errors[:5]:
        print("error:", one)
    passed = not errors and first < FIRST and cards[-1] < CARD
    print("all measures hold" if passed else "NOT all measures hold")
    return int(not passed)


def _verdict(holds: bool) -> str:
    return "holds" if holds else "DOES NOT HOLD"


def _memory(process: int) -> str:
    """Give the peak of a process where the system tells it."""
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except OSError:
        found = None
    return str(int(found[1]) // 1024) if found else "?"


if __name__ == "__main__":
    sys.exit(main())
