"""How soon a save shows in the live preview: serve.py SAAR ARTICLES [--saves N]

Makes the corpus of benches/corpus with everything, starts the preview, and saves one article after the other, its
text first and then its title. The clock runs from the write to the last byte of the page with the change, asked for
when the event says so, as a browser does. Python 3.11 or newer; no packages.
"""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("saar")
    parser.add_argument("articles", type=int)
    parser.add_argument("--saves", type=int, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "project"
        make = [sys.executable, HERE / "corpus/gen_corpus.py", str(asked.articles), project]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        shutil.move(project / "site-all.yaml", project / "site.yaml")
        server = subprocess.Popen(
            [asked.saar, "serve", project, "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            measure(server, project, asked.saves)
        finally:
            server.terminate()


def measure(server, project, saves):
    for line in server.stderr:
        if made := re.search(r"made .* ms", line):
            print("first build:", made[0])
        if origin := re.search(r"http://127\.0\.0\.1:\d+", line):
            origin = origin[0]
            break
    token = re.search(r'data-token="(\w+)"', ask(f"{origin}/"))[1]
    events = urllib.request.urlopen(f"{origin}/~saar/events?token={token}")
    next_event(events)
    articles = sorted((project / "content").rglob("*.md"))
    for what, change in {
        "text": lambda text, mark: text + f"\n{mark}\n",
        "title": lambda text, mark: re.sub(r"(?m)^(title: [\"']?)", rf"\1{mark} ", text, count=1),
    }.items():
        took = []
        for number in range(saves):
            file = articles[(number * 37 + 11) % len(articles)]
            mark = f"चिह्न{what}{number}"
            text = change(file.read_text(encoding="utf-8"), mark)
            time.sleep(0.3)
            began = time.perf_counter()
            file.write_text(text, encoding="utf-8")
            event = next_event(events)
            page = event.get("page") or sys.exit(f"no page: {event} {file}")
            shown = ask(origin + page)
            took.append((time.perf_counter() - began) * 1000)
            assert mark in shown, f"{file} does not show"
        took.sort()
        print(f"{what}: {statistics.median(took):.0f} ms, at most {took[-1]:.0f} ms of {saves} saves")
    status = pathlib.Path(f"/proc/{server.pid}/status")
    if status.exists():
        print(re.search(r"VmHWM:\s*(\d+) kB", status.read_text())[0])


def ask(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def next_event(events):
    for line in events:
        if line.startswith(b"data: "):
            return json.loads(line[6:])


if __name__ == "__main__":
    main()
