#!/usr/bin/env python3
"""Stops builds from outside, in every way a machine can, and looks whether the site that stands is whole.

    run.py [quick|nightly] --saar PATH [--only NAME,...] [--hugo PATH] [--work DIR] [--minutes N]

Each part prints a line when it ends; a table closes the run, which ends with 1 if anything failed. `quick` takes
less than two minutes on two cores, `nightly` tries everything. Needs Linux and strace, and root for the parts with
full file systems and with another user, which are named where they are left out. `--hugo` kills that program the
same way, to have a figure beside ours. Python 3.11, no packages.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

import content
import disk
import kills
import together
from lab import Fault, Lab, program

PARTS = {
    "kill": (kills.at_every_call, "SIGKILL before every call (K-01)"),
    "kill-random": (kills.at_random, "SIGKILL at random, with a reader (K-02)"),
    "disk-full": (disk.full, "full disk, no inodes, size of files (K-05)"),
    "io-errors": (disk.errors, "calls that fail (K-06)"),
    "permissions": (disk.permissions, "as another user (K-07)"),
    "churn": (content.churn, "articles change meanwhile (K-08)"),
    "together": (together.builds, "builds at once (K-09)"),
    "signals": (together.signals, "INT, TERM, HUP (K-10)"),
    "memory": (disk.memory, "too little memory (K-11)"),
    "cache": (content.cache, "damaged cache (K-12)"),
    "leftovers": (together.leftovers, "leftovers of dead builds (K-14)"),
    "threads": (together.threads, "no thread to be had (K-15)"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tier", nargs="?", choices=["quick", "nightly"], default="quick")
    parser.add_argument("--saar", required=True)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--hugo", help="the program of Hugo, not a wrapper around it")
    parser.add_argument("--work", type=pathlib.Path, help="where to make projects; by default in memory")
    parser.add_argument("--minutes", type=float, help="stop the random kills after that long")
    arguments = parser.parse_args()
    if unknown := set(arguments.only) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    saar = program(arguments.saar)
    if saar is None:
        parser.error(f"{arguments.saar} cannot be run")
    if program("strace") is None:
        sys.exit("strace is missing: install it with `apt-get install strace`")
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    base = arguments.work or (memory if roomy else pathlib.Path(tempfile.gettempdir()))
    work = pathlib.Path(tempfile.mkdtemp(prefix="saar-crash-", dir=base)).resolve()
    work.chmod(0o755)
    try:
        shutil.copy(saar, work / "saar")
        lab = Lab(work / "saar", work, arguments.tier == "nightly")
        lab.hugo, lab.minutes = arguments.hugo and program(arguments.hugo), arguments.minutes
        rows = [run(lab, name) for name in PARTS if name in arguments.only]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    width = max(len(row[0]) for row in rows)
    print(f"\n{'part':{width}}  cases  failed  seconds")
    for title, cases, failed, seconds in rows:
        print(f"{title:{width}}  {cases:5}  {failed:6}  {seconds:7.1f}")
    failed = sum(row[2] for row in rows)
    print(f"{sum(row[1] for row in rows)} cases, {failed} failed, {sum(row[3] for row in rows):.0f} seconds"
          f" ({arguments.tier}{', as root' if os.geteuid() == 0 else ''})")
    if failed:
        sys.exit("FAILED: " + "; ".join(row[0] for row in rows if row[2]))


def run(lab, name):
    """Runs a part; gives its row of the table."""
    part, title = PARTS[name]
    began = time.monotonic()
    try:
        counts, faults = part(lab)
    except Fault as fault:
        counts, faults = {"failed": 1}, [str(fault)]
    for fault in faults[:20]:
        print(f"  FAILED {name}: {fault}", flush=True)
    if len(faults) > 20:
        print(f"  and {len(faults) - 20} more")
    told = ", ".join(f"{number} {result}" for result, number in sorted(counts.items())) or "left out"
    seconds = time.monotonic() - began
    print(f"{title}: {told} in {seconds:.1f} s", flush=True)
    return title, sum(counts.values()), len(faults), seconds


if __name__ == "__main__":
    main()
