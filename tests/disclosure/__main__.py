"""`python -m tests.disclosure [--first SEED] [--histories NUMBER]`: attack so many histories; it
fails when the attacker knows anything of a small group.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from time import monotonic

from tests.disclosure.campaign import attack_history

TELL_EVERY = 500
"""Histories between two lines of progress."""


def main(arguments: Sequence[str]) -> int:
    """Attack the histories on all cores; a history is the same for the same seed everywhere."""
    parser = argparse.ArgumentParser("python -m tests.disclosure")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--histories", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    begun, known = monotonic(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = range(asked.first, asked.first + asked.histories)
        for done, (seed, found) in enumerate(pool.map(attack_history, seeds, chunksize=10), 1):
            for each in found:
                print(f"history {seed}: {each}", flush=True)
            known += bool(found)
            if done % TELL_EVERY == 0 or done == len(seeds):
                print(f"{done} histories, {monotonic() - begun:.0f} s: known {known}", flush=True)
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
