"""Fuzz one target, guided by what code each input reaches: ``python -m fuzz.run facts --seconds 30``. Run by ``make fuzz``.

Inputs that raise are kept in ``tests/fuzz/crashes/TARGET``, where the tests run them from then on. Quidit's own modules are instrumented;
what lies below them, spaCy and the parsers of formats, is not.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

CRASHES = Path(__file__).parent / "crashes"


def main() -> None:
    """Run the fuzzer; it exits by itself, with a status that says whether anything raised."""
    parser = argparse.ArgumentParser(description="Fuzz one target for a while.")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with atheris.instrument_imports(include=["kg"]):
        from fuzz import targets
    kept = CRASHES / chosen.target
    kept.mkdir(parents=True, exist_ok=True)
    corpus = Path(tempfile.mkdtemp(prefix="kg-fuzz-"))
    for number, data in enumerate(targets.seeds(chosen.target)):
        (corpus / f"seed-{number}").write_bytes(data)
    options = [f"-max_total_time={chosen.seconds}", f"-seed={chosen.seed}", f"-artifact_prefix={kept}/", "-max_len=4000"]
    options += ["-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], targets.TARGETS[chosen.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
