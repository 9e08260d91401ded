"""What one paragraph without an end takes of time and memory; run by ``make bench-long``.

A process of its own for each length annotates one article that is one line. Prints a row of Markdown each: characters, quotes found,
seconds of processor time, megabytes that the process held at most.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

from kg.facts import annotate
from kg.pipeline import load
from kg.records import Article

#: Two sentences, which are repeated with other numbers.
SAID = "Le patron de Nvidia, Jensen Huang, a dit à Paris : « Nous irons plus loin en {} ». Selon Anne Morel, l'usine {} ouvrira lundi. "
TIMES = (2_400, 8_000)


def measure(times: int) -> tuple[int, int, float, int]:
    """Annotate the sentences so many times over; give characters, quotes, seconds and megabytes."""
    text = "".join(SAID.format(number, number) for number in range(times))
    load()
    start = time.process_time()
    (facts,) = annotate([Article(key="a", text=text)], load())
    seconds = time.process_time() - start
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count what the process that started this one held
    held = re.search(r"VmHWM:\s+(\d+)", status)
    return len(text), len(facts.quotes), seconds, int(held[1]) // 1024 if held else 0


def main() -> None:
    """Measure each length, or the one that is asked for."""
    if len(sys.argv) > 1:
        print("{} {} {:.1f} {}".format(*measure(int(sys.argv[1]))))
        return
    print("| characters | quotes | s | MB |\n| ---: | ---: | ---: | ---: |")
    for times in TIMES:
        done = subprocess.run([sys.executable, __file__, str(times)], stdout=subprocess.PIPE, text=True, check=True)
        print("| " + " | ".join(done.stdout.split()) + " |", flush=True)


if __name__ == "__main__":
    main()
