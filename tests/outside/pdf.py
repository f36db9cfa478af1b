"""Checks PDF files of briefings with tools that are not ours: qpdf, pdfinfo, pdffonts, pdftotext.

    python3 tests/outside/pdf.py FILE.pdf...

For each file: it is well formed, tagged, has a title and a language, and embeds every font, all of them Noto.
With `--words WORDS` the text must hold these words; `--outloud` also asks the accessibility checker `outloud` (PyPI).
"""

import argparse
import re
import subprocess
import sys
import unicodedata


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def faults(path, words, outloud):
    code, said = run("qpdf", "--check", path)
    # 3 is a warning
    if code != 0:
        yield f"qpdf: {said.strip().splitlines()[-1]}"
    _, info = run("pdfinfo", path)
    field = dict(re.findall(r"^(\w[^:\n]*):\s+(.*)$", info, re.MULTILINE))
    if field.get("Tagged") != "yes":
        yield "it is not tagged"
    for name in ("Title", "Author", "CreationDate"):
        if not field.get(name):
            yield f"it has no {name}"
    if not field.get("Creator", "").startswith("saar "):
        yield f"its creator is {field.get('Creator')}"
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True).stdout
    root = next((o for o in plain.split(b"endobj") if re.search(rb"/Type /Catalog\b", o)), b"")
    if not re.search(rb"/Lang \((hi|en)", root):
        yield "it has no language"
    if b"/StructTreeRoot" not in root or b"/MarkInfo" not in root or b"/Outlines" not in root:
        yield "it has no structure or no bookmarks"
    _, fonts = run("pdffonts", path)
    rows = [line for line in fonts.splitlines() if "+" in line or re.search(r" (yes|no) +(yes|no) +(yes|no) ", line)]
    if not rows:
        yield "it has no fonts"
    for row in rows:
        name = row.split()[0]
        embedded = re.search(r" (yes|no) +(yes|no) +(yes|no) ", row)
        if "Noto" not in name:
            yield f"font {name} is not ours"
        if not embedded or embedded.groups() != ("yes", "yes", "yes"):
            yield f"font {name} is not embedded with its letters"
    _, text = run("pdftotext", "-q", path, "-")
    bare = lambda text: "".join(unicodedata.normalize("NFC", text).split())
    for word in words:
        if bare(word) not in bare(text):
            yield f"`{word}` is not in its text"
    if outloud:
        code, said = run("outloud", "--no-info", path)
        if code != 0:
            yield f"outloud: {said.strip()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--words", action="append", default=[], help="words that every file must hold")
    parser.add_argument("--outloud", action="store_true", help="also run the checker outloud")
    wanted = parser.parse_args()
    wrong = 0
    for path in wanted.files:
        found = list(faults(path, wanted.words, wanted.outloud))
        wrong += len(found)
        print(f"{path}: {'good' if not found else ''}")
        for fault in found:
            print(f"  {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
