#!/usr/bin/env python3
"""How the cost of a build grows with the number of articles: `scale.py SAAR N… [--work DIR] [--copy DIR]`.

For each N a corpus of articles of 2 KB, and in one run, one after the other: reading all articles, the first build of
everything (lists, cells, feeds, data, search), the same build again without a change, and copying the site with two
processes, one of its folders after the other and each removed again, to another folder (for room: a memory file system).
The floor is reading and copying. Prints CPU, wall time and peak memory of each, the largest files of the site, and by how
much everything grew from one N to the next. Corpora and sites stay in the folder of the work; a corpus that is
there is used again. A million articles take about 4 GB, and their site as much as this prints for a tenth of them, ten times.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# an hour of CPU would be a fault
LONGEST = 3600


def timed(name: str, command: list[str], folder: pathlib.Path) -> dict:
    """Runs a command in a folder; what the kernel says of it."""
    clock = [sys.executable, HERE / "peers/clock.py", str(LONGEST), folder / "scale.log", *command]
    run = json.loads(subprocess.run(clock, cwd=folder, check=True, capture_output=True, text=True).stdout)
    if run["code"]:
        sys.exit(f"{name} ended with {run['code']}; see {folder / 'scale.log'}")
    run["cpu"] = run["user"] + run["system"]
    said = f"{run['cpu']:9.1f} s CPU ({run['system']:.1f} system) {run['wall']:9.1f} s {run['peak'] / 2**20:8.0f} MiB"
    print(f"{name:28}{said}", flush=True)
    return run


def copied(site: pathlib.Path, to: pathlib.Path, log: pathlib.Path) -> dict:
    """Copies each folder of a site and removes the copy again; the sum of copying alone."""
    total = {"cpu": 0.0, "system": 0.0, "wall": 0.0}
    for part in sorted(site.iterdir()):
        to.mkdir()
        # folders of articles have one for each year
        each = f"ls '{part}' | xargs -d '\\n' -P2 -I FILE cp -r '{part}/FILE' '{to}'" if part.is_dir() else f"cp '{part}' '{to}'"
        clock = [sys.executable, HERE / "peers/clock.py", str(LONGEST), log, "sh", "-c", each]
        run = json.loads(subprocess.run(clock, check=True, capture_output=True, text=True).stdout)
        if run["code"]:
            sys.exit(f"copying {part} ended with {run['code']}; see {log}")
        for what in total:
            total[what] += run["user"] + run["system"] if what == "cpu" else run[what]
        shutil.rmtree(to)
    return total


def measure(saar: str, count: int, work: pathlib.Path, copies: pathlib.Path) -> dict[str, dict]:
    """All runs over one corpus."""
    project = work / f"corpus-{count}"
    if not (project / "complete").exists():
        shutil.rmtree(project, ignore_errors=True)
        generate = [sys.executable, HERE / "corpus/gen_corpus.py", str(count), project, "--words", "60"]
        subprocess.run(generate, check=True)
        shutil.copy(project / "site-all.yaml", project / "site.yaml")
        (project / "complete").touch()
    site, copy = work / f"site-{count}", copies / f"saar-copy-{count}"
    for folder in [site, copy, *work.glob(f".site-{count}.saar-*")]:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
    build = [saar, "build", str(project), "--output", str(site), "--quiet"]
    runs = {
        "read": timed(f"{count} read", ["sh", "-c", "find content -name '*.md' -print0 | xargs -0 -P2 -n500 cat >/dev/null"], project),
        "build": timed(f"{count} build", build, project),
        "again": timed(f"{count} again, no change", build, project),
        "copy": copied(site, copy, project / "scale.log"),
    }
    print(f"{f'{count} copy':28}{runs['copy']['cpu']:9.1f} s CPU ({runs['copy']['system']:.1f} system) {runs['copy']['wall']:9.1f} s")
    sizes = sorted(((path.stat().st_size, str(path.relative_to(site))) for path in site.rglob("*") if path.is_file()))
    print(f"{len(sizes)} files, {sum(size for size, _ in sizes) / 1e6:.0f} MB; largest: "
          + ", ".join(f"{name} {size / 1e6:.1f} MB" for size, name in sizes[:-7:-1]), flush=True)
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("saar")
    parser.add_argument("counts", type=int, nargs="+", metavar="N")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/var/tmp/saar-scale"))
    parser.add_argument("--copy", type=pathlib.Path, help="by default the folder of the work")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    saar = str(pathlib.Path(asked.saar).resolve())
    measured = {count: measure(saar, count, asked.work.resolve(), (asked.copy or asked.work).resolve()) for count in sorted(asked.counts)}
    counts = list(measured)
    for before, after in zip(counts, counts[1:]):
        def grew(*names: str) -> float:
            return sum(measured[after][name]["cpu"] for name in names) / sum(measured[before][name]["cpu"] for name in names)

        build, floor = grew("build"), grew("read", "copy")
        print(f"{before} to {after}: CPU of the build {build:.1f} times, of the floor {floor:.1f} times: "
              f"{build / floor:.2f} of it; again is 1/{measured[after]['build']['cpu'] / measured[after]['again']['cpu']:.0f}")


if __name__ == "__main__":
    main()
