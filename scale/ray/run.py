#!/usr/bin/env python3
"""Builds the site of a project on a Ray cluster: `run.py PROJECT OUTPUT --work DIR [--shards N]`.

    facts 1/N … N/N  ─▶  parts 1/N … N/N  ─▶  merge

Every node has the program, and sees the project and DIR at the same paths. A task whose worker, node or program dies is
started again; one that takes much longer than the others is started a second time, and whichever ends first counts:
a share or a part that is made twice has the same bytes. What is wrong with the project ends the run at once.

`--address auto` uses the cluster that this machine belongs to; without it Ray starts on this machine alone.
"""

import argparse
import ctypes
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import ray

# exit codes of saar after which another try may help: the machine failed it, or somebody else was writing
PASSING = {3, 5}
# a task is started a second time when it has taken so many times as long as half of all took
SLOW = 3.0
# and at least so many seconds
SHORTEST = 20.0


class Failed(Exception):
    """The program ended in a way that another try may mend."""


class Wrong(Exception):
    """The project or the command line is wrong: another try gives the same."""


def die_with_parent() -> None:
    """A worker that is killed takes the program with it (Linux)."""
    ctypes.CDLL(None).prctl(1, 9)


@ray.remote(max_retries=5, retry_exceptions=[Failed])
def run(command: list[str]) -> str:
    """Runs the program; returns what it says."""
    ended = subprocess.run(command, capture_output=True, text=True, preexec_fn=die_with_parent)
    said = ended.stderr.strip()
    if ended.returncode == 0:
        return said.splitlines()[-1] if said else ""
    # a signal is a negative number
    raise (Failed if ended.returncode < 0 or ended.returncode in PASSING else Wrong)(f"{' '.join(command)}\n{said}")


def step(name: str, commands: list[list[str]], options: dict) -> None:
    """Runs all commands of a step, and the slow ones twice; returns when each has ended once."""
    began, running, started, took = time.monotonic(), {}, {}, []

    def start(at: int) -> None:
        running[run.options(name=f"{name} {at + 1}/{len(commands)}", **options).remote(commands[at])] = at
        started.setdefault(at, time.monotonic())

    for at in range(len(commands)):
        start(at)
    left, twice = set(running.values()), set()
    while left:
        ended, _ = ray.wait(list(running), timeout=1.0)
        for task in ended:
            at = running.pop(task)
            if at not in left:
                continue
            said = ray.get(task)
            left.discard(at)
            took.append(time.monotonic() - started[at])
            done = len(commands) - len(left)
            print(f"{done} of {len(commands)} after {time.monotonic() - began:.0f} s: {said}", flush=True)
            for other in [other for other, of in running.items() if of == at]:
                ray.cancel(other, force=True)
                del running[other]
        if 2 * len(took) < len(commands):
            continue
        patience = max(SHORTEST, SLOW * statistics.median(took))
        for at in [at for at in left - twice if time.monotonic() - started[at] > patience]:
            print(f"{name} {at + 1}/{len(commands)} is slow, and is started a second time", flush=True)
            twice.add(at)
            start(at)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for facts and parts, seen by all nodes")
    parser.add_argument("--shards", type=int, default=8, help="shares and parts; about two for each machine")
    parser.add_argument("--saar", default="saar", help="the program, at the same place on every node")
    parser.add_argument("--address", help="the cluster, as in ray.init()")
    parser.add_argument("--cpus", type=float, default=2, help="processors of a task")
    parser.add_argument("--memory", type=int, help="bytes that a task is given")
    parser.add_argument("--keep", action="store_true", help="leave facts and parts in the work folder")
    parser.add_argument("--option", action="append", default=[], help="handed to every step, as in --option=--as-of=now")
    asked = parser.parse_args()
    project, output, work = asked.project.resolve(), asked.output.resolve(), asked.work.resolve()
    facts, parts, of = work / "facts", work / "parts", asked.shards
    options = {"num_cpus": asked.cpus} | ({"memory": asked.memory} if asked.memory else {})
    ray.init(address=asked.address, log_to_driver=False, logging_level="warning")
    saar, shards = shutil.which(asked.saar) or asked.saar, [f"{number}/{of}" for number in range(1, of + 1)]

    def all_of(*words: str | pathlib.Path) -> list[list[str]]:
        return [[saar, words[0], str(project), *asked.option, "--shard", shard, *map(str, words[1:])] for shard in shards]

    merge = [saar, "merge", str(project), *asked.option, "--facts", str(facts), "--parts", str(parts)]
    try:
        step("facts", all_of("facts", "--output", facts), options)
        step("part", all_of("build", "--facts", facts, "--output", parts), options)
        step("merge", [[*merge, "--output", str(output)]], options)
    except (ray.exceptions.RayError, Failed, Wrong) as error:
        # Ray puts its own trace around what the program said
        cause = getattr(error, "cause", None) or error
        print(f"error: {cause}", file=sys.stderr)
        return 1
    if not asked.keep:
        shutil.rmtree(facts)
        shutil.rmtree(parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
