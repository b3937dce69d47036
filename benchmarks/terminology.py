"""What a terminology of the user's costs: time to index it, and words per second of `eligo.parse` without and with it.

    python benchmarks/terminology.py                          # 120,000 terms made from the trials' own words
    python benchmarks/terminology.py --terms 1000000 --limit 100 --format json
    python benchmarks/terminology.py --add umls MRCONSO.RRF   # a real one

Half of the made terms are pairs and triples of words as they stand in the trials (so that they begin like terms at
nearly every word), half are words that no text has. Passes without and with the terminology take turns on the same
trials in one process; of each the fastest counts. Seconds are of CPU time, except those of the indexing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from throughput import TRIALS, peak_mb, read_trials, sample

WORD = re.compile(r"[A-Za-z]{3,}")


def made_terms(texts: Sequence[str], count: int, seed: int = 0) -> Iterator[str]:
    """`count` different names of one to three words."""
    draw = random.Random(seed)
    seen: set[str] = set()
    runs = [words for text in texts if len(words := WORD.findall(text)) > 3]
    while len(seen) < count:
        if len(seen) % 2:
            words = draw.choice(runs)
            at = draw.randrange(len(words) - 3)
            name = " ".join(words[at : at + draw.choice((2, 3))]).lower()
        else:
            name = "".join(draw.choice("bcdfglmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(4, 7)))
        if name not in seen:
            seen.add(name)
            yield name


def passes(texts: Sequence[str], folder: str, rounds: int) -> dict[str, float]:
    """The fastest pass over the texts without (``without``) and with the folder's terminologies (``with``), seconds."""
    import eligo
    from eligo.errors import InputError

    best: dict[str, float] = {}
    for round_ in range(rounds + 1):
        for name, where in (("without", ""), ("with", folder)):
            os.environ["ELIGO_TERMINOLOGIES"] = where
            begin = time.process_time()
            for text in texts:
                try:
                    eligo.parse(text)
                except InputError:  # no criteria in it
                    continue
            seconds = time.process_time() - begin
            if round_:  # the first one also reads the tables
                best[name] = min(seconds, best.get(name, seconds))
    return best


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """The figures."""
    from eligo.concepts.terminology.build import add

    trials = read_trials(args.trials)
    texts = [text for _, text in sample(trials, args.limit)]
    with TemporaryDirectory() as folder:
        kind, file = args.add or ("table", str(Path(folder) / "made.csv"))
        if not args.add:
            others = [text for _, text in trials[1 :: max(1, len(trials) // 3000)]]
            rows = (f"{n},{name},condition\n" for n, name in enumerate(made_terms(others, args.terms)))
            Path(file).write_text("id,name,type\n" + "".join(rows), "utf-8")
        begin = time.perf_counter()
        built = add(kind, Path(file), Path(folder), name="made", label=args.type)
        indexed = time.perf_counter() - begin
        size = (Path(folder) / "made.sqlite").stat().st_size
        seconds = passes(texts, folder, args.rounds)
    words = sum(len(text.split()) for text in texts)
    return {
        "terms": int(built.meta["terms"]),
        "index_s": round(indexed, 1),
        "index_mb": round(size / 1e6, 1),
        "trials": len(texts),
        "words": words,
        "words_per_s_without": round(words / seconds["without"]),
        "words_per_s_with": round(words / seconds["with"]),
        "slower_percent": round(100 * (seconds["with"] / seconds["without"] - 1), 1),
        "peak_mb": peak_mb(),
    }


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trials", type=Path, default=TRIALS, help="JSON Lines, gzipped or not")
    parser.add_argument("--limit", type=int, default=300, help="trials to read, evenly spread over the file")
    parser.add_argument(
        "--terms", type=int, default=120_000, help="terms to make; of these some are everyday words and not looked for"
    )
    parser.add_argument("--add", nargs=2, metavar=("KIND", "FILE"), help="a terminology to index instead")
    parser.add_argument("--type", help="what its terms are, where the file does not say")
    parser.add_argument("--rounds", type=int, default=5, help="passes of each kind")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    args = parser.parse_args()
    result = measure(args)
    if args.format == "json":
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:<20} {value:>12,}")


if __name__ == "__main__":
    main()
