"""Looks at the PDF briefings of a site with programs that are not ours.

For each: `qpdf --check`, PDF/UA-1 by `outloud`, title and tags (pdfinfo), fonts that are embedded and ours
(pdffonts); where documents are printed in full, their words as `pdftotext` gives them back.

    briefings.py SITE [--words 0.95]
"""

import argparse
import collections
import html.parser
import pathlib
import re
import subprocess
import sys
import unicodedata

FONTS = re.compile(r"^[A-Z]{6}\+Noto(Sans|Serif)")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class Bodies(html.parser.HTMLParser):
    """The text of the documents that the HTML page of a briefing prints in full."""

    def __init__(self):
        super().__init__()
        self.inside = 0
        self.text = []

    def handle_starttag(self, tag, attributes):
        if tag == "section" and ("class", "texts") in attributes:
            self.inside = 1

    def handle_data(self, data):
        if self.inside:
            self.text.append(data)


def words(text):
    text = unicodedata.normalize("NFC", text)
    # joiners and soft hyphens are no letters
    text = re.sub("[\u200b-\u200d\u00ad\u2060]", "", text)
    return [word for word in re.findall(r"[\w\u0900-\u097f]+", text) if len(word) > 1]


def kept(pdf, page):
    """The share of the words of the documents that the PDF gives back."""
    bodies = Bodies()
    bodies.feed(page.read_text(encoding="utf-8"))
    wanted = collections.Counter(words(" ".join(bodies.text)))
    if not wanted:
        return None
    _, text, _ = run("pdftotext", "-layout", str(pdf), "-")
    found = collections.Counter(words(text))
    return sum((wanted & found).values()) / sum(wanted.values())


def doubled(pdf, page):
    """Words with a syllable twice that the HTML page does not have: a sign that became a text of its own."""
    _, text, _ = run("pdftotext", str(pdf), "-")
    twice = re.compile("[\u0915-\u0939][\u0941-\u0944]")
    found = {word for word in words(text) for at in twice.finditer(word) if at[0] * 2 in word}
    return sorted(found - set(words(page.read_text(encoding="utf-8"))))


def look_at(pdf):
    """What is wrong with one file."""
    for word in doubled(pdf, pdf.with_suffix(".html")):
        yield f"it gives back {word!r}"
    code, out, err = run("qpdf", "--check", str(pdf))
    if code:
        yield f"qpdf: {(out + err).strip()}"
    _, info, _ = run("pdfinfo", str(pdf))
    info = dict(line.split(":", 1) for line in info.splitlines() if ":" in line)
    info = {key: value.strip() for key, value in info.items()}
    if info.get("Tagged") != "yes":
        yield "it is not tagged"
    if not info.get("Title"):
        yield "it has no title"
    if not info.get("Creator", "").startswith("saar "):
        yield f"its creator is {info.get('Creator')!r}"
    _, fonts, _ = run("pdffonts", str(pdf))
    rows = fonts.splitlines()[2:]
    if not rows:
        yield "it has no fonts"
    for row in rows:
        name, flags = row.split()[0], row.split()[-5:]
        if not FONTS.match(name):
            yield f"the font {name} is not ours"
        # emb sub uni object generation
        if flags[0] != "yes" or flags[2] != "yes":
            yield f"the font {name} is not embedded, or cannot be read back as text"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--words", type=float, default=0.95)
    arguments = parser.parse_args()
    pdfs = sorted((arguments.site / "briefings").glob("*.pdf"))
    if len(pdfs) < 2:
        sys.exit(f"there are {len(pdfs)} PDF files in {arguments.site}/briefings")
    faults = [f"{pdf.name}: {fault}" for pdf in pdfs for fault in look_at(pdf)]
    # TAG-002 takes the repeated head of a table, which is to be an artifact, for prose that readers would miss
    outloud = str(pathlib.Path(sys.executable).with_name("outloud"))
    code, out, err = run(outloud, "--quiet", "--skip", "TAG-002", *map(str, pdfs))
    if code:
        faults.append(f"outloud: {(out + err).strip()}")
    measured = 0
    for pdf in pdfs:
        share = kept(pdf, pdf.with_suffix(".html"))
        if share is None:
            continue
        measured += 1
        print(f"{pdf.name}: {share:.1%} of the words of its documents come back")
        if share < arguments.words:
            faults.append(f"{pdf.name}: only {share:.1%} of the words come back")
    if not measured:
        faults.append("no briefing prints documents in full")
    print("\n".join(faults) or f"{len(pdfs)} briefings: nothing to complain about")
    sys.exit(bool(faults))


main()
