#!/usr/bin/env python3
"""One briefing of 300 articles in full, as HTML and PDF, on one core: CPU, memory, pages.

    briefing.py SAAR [--articles 300] [--most-seconds S] [--most-mib M]

SAAR is a program built with the feature `pdf`. The figures are those of the whole build: articles read, grouped and
written as pages too. Needs Linux, and `pdfinfo` for the number of pages.
"""

import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SITE = """title: Briefing
editions: [{id: all, name_en: All, from: 2000-01-01, until: 2030-12-31}]
make: [articles, editions, briefings]
briefings:
  - editions: named
    sections: [key_points, charts, calendar, regions, open, sources, method, index, texts]
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("saar")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--most-seconds", type=float, default=float("inf"))
    parser.add_argument("--most-mib", type=float, default=float("inf"))
    arguments = parser.parse_args()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        project = pathlib.Path(folder, "project")
        generate = [sys.executable, str(HERE / "corpus/gen_corpus.py"), str(arguments.articles), str(project)]
        subprocess.run([*generate, "--seed", "1", "--flavour", "saar"], check=True, stdout=subprocess.DEVNULL)
        project = next(project.rglob("site.yaml")).parent
        own = (project / "site.yaml").read_text(encoding="utf-8")
        drop = ("title:", "editions:", "make:", "briefings:")
        kept = [line for line in own.splitlines() if not line.startswith(drop)]
        (project / "site.yaml").write_text(SITE + "\n".join(kept) + "\n", encoding="utf-8")
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        build = [arguments.saar, "build", str(project), "--threads", "1", "--as-of", "2031-01-02", "--quiet"]
        subprocess.run([*build, "--fail-on", "error"], check=True, env={**os.environ, "RAYON_NUM_THREADS": "1"})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        mib = after.ru_maxrss / 1024
        (pdf,) = (project / "public/briefings").glob("*.pdf")
        info = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        pages = next(line.split()[1] for line in info.splitlines() if line.startswith("Pages:"))
        size = pdf.stat().st_size / 1e6
        print(f"{arguments.articles} articles, {pages} pages, {size:.1f} MB: {cpu:.2f} s of CPU, {mib:.0f} MiB")
        sys.exit(cpu > arguments.most_seconds or mib > arguments.most_mib)


main()
