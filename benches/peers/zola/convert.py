#!/usr/bin/env python3
"""Turn the peers' corpus into content for Zola: convert.py CORPUS OUT

Zola wants TOML with the facts under [taxonomies] and [extra], the summary as `description`, and a
transparent section in every folder so that the root sees every page. Only front matter of the
shape that gen_corpus.py writes is understood. The conversion is not part of what is measured.
"""
import json
import sys
from pathlib import Path

ROOT_SECTION = '+++\nsort_by = "date"\ntemplate = "index.html"\n+++\n'
FOLDER_SECTION = '+++\nsort_by = "date"\ntransparent = true\nrender = false\n+++\n'


def text(value):
    return json.dumps(value, ensure_ascii=False)


def items(value):
    return [item for item in value[1:-1].split(", ") if item] if value.startswith("[") else [value]


def texts(value):
    return "[" + ", ".join(text(item) for item in items(value)) + "]"


def convert(article):
    _, front_matter, body = article.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front_matter.splitlines())
    facts = {key: value[1:-1] if value.startswith('"') else value for key, value in facts.items()}
    lines = ["+++", f"title = {text(facts['title'])}", f"description = {text(facts['summary'])}",
             f"date = {facts['date']}", f"updated = {facts['updated']}", f"slug = {text(facts['slug'])}",
             "", "[taxonomies]"]
    for taxonomy in ("election", "region", "parties", "people", "source"):
        if items(facts[taxonomy]):
            lines.append(f"{taxonomy} = {texts(facts[taxonomy])}")
    lines += ["", "[extra]"]
    lines += [f"{key} = {text(facts[key])}" for key in ("source", "source_url", "election", "region")]
    lines += [f"tags = {texts(facts['tags'])}", "+++", ""]
    return "\n".join(lines) + body


def convert_tree(corpus, out):
    for folder in [corpus, *(path for path in corpus.rglob("*") if path.is_dir())]:
        target = out / folder.relative_to(corpus)
        target.mkdir(parents=True, exist_ok=True)
        (target / "_index.md").write_text(ROOT_SECTION if folder == corpus else FOLDER_SECTION)
        for path in folder.glob("*.md"):
            (target / path.name).write_text(convert(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    convert_tree(Path(sys.argv[1]), Path(sys.argv[2]))
