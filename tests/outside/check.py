#!/usr/bin/env python3
"""Looks at a built site with parsers that saar did not write.

    check.py DIR --base /path/ [--project DIR]

DIR is the site, `--base` the path below its host, `--project` the folder with `site.yaml` (by default the
one that this file is in). Prints one line for each check and ends with exit code 1 if any of them found a
fault. Needs `xmllint` and the packages of `requirements.txt`. Opens no connection.
"""

import argparse
import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import blake3
import feedparser
import html5lib
import icalendar
import jsonschema
import yaml
from pyld import jsonld

SHOWN = 20  # faults printed for one check
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass
class Check:
    """What one check looked at, and what it found wrong."""

    name: str
    counts: Counter = field(default_factory=Counter)
    faults: list = field(default_factory=list)

    def count(self, what, n=1):
        self.counts[what] += n

    def fault(self, text):
        self.faults.append(text)

    def want(self, condition, text):
        if not condition:
            self.fault(text)


@dataclass
class Page:
    """What is taken from one HTML file."""

    path: str
    links: list  # absolute addresses, as a browser makes them, and whether they were written without a host
    ids: list
    blocks: list  # texts of application/ld+json
    faults: list
    canonical: str | None = None
    redirect: bool = False
    noindex: bool = False


@dataclass
class Site:
    """The site on the disk and its address."""

    root: Path
    origin: str
    base: str
    files: set

    def url(self, path):
        """The absolute address of a file."""
        path = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        return f"{self.origin}{self.base}{path}"

    def own(self, url):
        """Whether an absolute address lies within the site."""
        return url.startswith(self.origin + self.base)

    def file(self, url):
        """The file at an address of the site; `None` where there is none."""
        if not self.own(url):
            return None
        path = unquote(urlsplit(url).path).removeprefix(self.base)
        if path == "" or path.endswith("/"):
            path += "index.html"
        return path if path in self.files else None

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def ending(self, *endings):
        return sorted(f for f in self.files if f.endswith(endings))


# --- HTML ---------------------------------------------------------------------------------------------------


def read_page(site, path):
    """Parses one HTML file as browsers do, and notes every deviation from the standard."""
    data = (site.root / path).read_bytes()
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(data)
    page = Page(path, [], [], [], [f"{path}: line {at[0]}: {code}" for at, code, _ in parser.errors])
    here = site.url(path)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if "id" in element.attrib:
            page.ids.append(element.attrib["id"])
        for name in ("href", "src", "poster", "action"):
            if name in element.attrib:
                page.links.append(link(here, element.attrib[name]))
        if element.tag == "script":
            if element.attrib.get("type") == "application/ld+json":
                page.blocks.append("".join(element.itertext()))
            elif "src" not in element.attrib or not path.endswith("search/index.html"):
                page.faults.append(f"{path}: a script")
            else:
                # the search alone has one, in a file of its own
                page.links.append(link(here, element.attrib["src"]))
        if element.tag == "link" and element.attrib.get("rel") == "canonical":
            page.canonical = element.attrib.get("href")
        if element.tag == "meta" and element.attrib.get("http-equiv", "").lower() == "refresh":
            page.redirect = True
            target = element.attrib.get("content", "").split("url=")[-1].strip("'\" ")
            page.links.append(link(here, target))
        if element.tag == "meta" and element.attrib.get("name") == "robots":
            page.noindex = "noindex" in element.attrib.get("content", "")
        if element.tag == "img" and not element.attrib.get("alt", "").strip():
            page.faults.append(f"{path}: an image without alternative text")
    page_furniture(tree, page)
    return page


def link(here, written):
    parts = urlsplit(written)
    return urljoin(here, written), not (parts.scheme or parts.netloc)


def page_furniture(tree, page):
    """What every page has: a language, a title, one main heading, ids that are unique."""
    if not tree.attrib.get("lang"):
        page.faults.append(f"{page.path}: no language")
    title = tree.find("head/title")
    if title is None or not (title.text or "").strip():
        page.faults.append(f"{page.path}: no title")
    headings = len(list(tree.iter("h1")))
    if headings != 1:
        page.faults.append(f"{page.path}: {headings} elements h1")
    for anchor, n in Counter(page.ids).items():
        if n > 1:
            page.faults.append(f"{page.path}: id `{anchor}` stands {n} times")


def html(site, pages):
    check = Check("HTML by html5lib")
    check.count("pages", len(pages))
    for page in pages:
        check.faults.extend(page.faults)
        if page.canonical is not None:
            check.count("canonical links")
            # a page that has moved names the new one
            right = page.redirect or site.file(page.canonical) == page.path
            check.want(right and site.file(page.canonical), f"{page.path}: its canonical link is {page.canonical}")
    check.want(len(pages) > 0, "there is no page")
    return check


def links(site, pages):
    check = Check("links and fragments")
    anchors = {page.path: set(page.ids) for page in pages}
    for page in pages:
        for url, local in page.links:
            parts = urlsplit(url)
            if not local and not site.own(url):
                check.want(parts.scheme in ("http", "https", "mailto"), f"{page.path}: scheme of {url}")
                check.count("addresses elsewhere")
                continue
            check.count("local links")
            file = site.file(url)
            if file is None:
                check.fault(f"{page.path}: {url} leads nowhere")
            elif parts.fragment:
                check.count("fragments")
                check.want(unquote(parts.fragment) in anchors.get(file, ()), f"{page.path}: no anchor for {url}")
    return check


def linked_data(site, pages):
    check = Check("JSON-LD by pyld")
    for page in pages:
        for text in page.blocks:
            check.count("blocks")
            try:
                block = json.loads(text)
                check.want(block.pop("@context") == "https://schema.org", f"{page.path}: another context")
                # the vocabulary as a minimal context, since its own would have to be fetched
                local = {"@context": {"@vocab": "https://schema.org/"}, **block}
                nodes = jsonld.expand(local, {"documentLoader": no_network})
            except (ValueError, KeyError, jsonld.JsonLdError) as error:
                check.fault(f"{page.path}: {error}")
                continue
            check.want(nodes, f"{page.path}: nothing is said")
            for node in walk(nodes):
                if "@type" in node:
                    check.count("typed nodes")
                author = "https://schema.org/author" in node
                check.want(not author, f"{page.path}: names an author, where it should cite a source")
                for url in (node.get("@id"), node.get("@value")):
                    if isinstance(url, str) and site.own(url):
                        check.want(site.file(url), f"{page.path}: {url} leads nowhere")
    check.want(check.counts["blocks"] > 0, "no page has a block")
    return check


def no_network(url, _options):
    raise jsonld.JsonLdError(f"would fetch {url}", "check.py")


def walk(value):
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from walk(item)


# --- feeds, sitemaps, calendar ------------------------------------------------------------------------------


def xml(site):
    check = Check("XML by xmllint")
    files = site.ending(".xml")
    check.count("files", len(files))
    for start in range(0, len(files), 200):
        command = ["xmllint", "--noout", "--nonet", *(str(site.root / f) for f in files[start : start + 200])]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            check.faults.extend(result.stderr.splitlines() or [f"exit code {result.returncode}"])
    check.want(files, "there is no XML file")
    return check


def atom(site):
    check = Check("Atom by feedparser")
    for path in site.ending("feed.xml"):
        check.count("feeds")
        feed = feedparser.parse((site.root / path).read_bytes())
        check.want(not feed.bozo, f"{path}: {feed.get('bozo_exception')}")
        check.want(feed.version == "atom10", f"{path}: version `{feed.version}`")
        for key in ("title", "id", "updated", "author"):
            check.want(feed.feed.get(key), f"{path}: the feed has no `{key}`")
        check.want(feed.feed.get("id") == site.url(path), f"{path}: its id is {feed.feed.get('id')}")
        for entry in feed.entries:
            check.count("entries")
            for key in ("title", "id", "updated", "link"):
                check.want(entry.get(key), f"{path}: an entry has no `{key}`")
            check.want(site.file(entry.get("link", "")), f"{path}: {entry.get('link')} leads nowhere")
            check.want(is_instant(entry.get("updated", "")), f"{path}: date {entry.get('updated')}")
            newer = entry.get("updated", "") > feed.feed.get("updated", "")
            check.want(not newer, f"{path}: {entry.get('id')} is newer than the feed")
        ids = Counter(entry.get("id") for entry in feed.entries)
        check.want(all(n == 1 for n in ids.values()), f"{path}: an id stands twice")
        twin = path.removesuffix("xml") + "json"
        if twin in site.files:
            other = [item["id"] for item in json.loads(site.text(twin))["items"]]
            check.want(list(ids) == other, f"{path}: {twin} lists other articles")
    check.want(check.counts["feeds"] > 0, "there is no feed")
    return check


def json_feeds(site):
    check = Check("JSON Feed 1.1")
    for path in site.ending("feed.json"):
        check.count("feeds")
        feed = json.loads(site.text(path))
        check.want(feed.get("version") == "https://jsonfeed.org/version/1.1", f"{path}: version")
        check.want(isinstance(feed.get("title"), str) and feed["title"], f"{path}: no title")
        check.want(feed.get("feed_url") == site.url(path), f"{path}: its address is {feed.get('feed_url')}")
        check.want(site.file(feed.get("home_page_url", "")), f"{path}: {feed.get('home_page_url')} leads nowhere")
        items = feed.get("items")
        if not isinstance(items, list):
            check.fault(f"{path}: no list of items")
            continue
        for item in items:
            check.count("items")
            check.want(isinstance(item.get("id"), str) and item["id"], f"{path}: an item has no id")
            check.want("content_text" in item or "content_html" in item, f"{path}: an item has no content")
            check.want(site.file(item.get("url", "")), f"{path}: {item.get('url')} leads nowhere")
            for key in ("date_published", "date_modified"):
                check.want(key not in item or is_instant(item[key]), f"{path}: {key} {item.get(key)}")
        ids = Counter(item.get("id") for item in items)
        check.want(all(n == 1 for n in ids.values()), f"{path}: an id stands twice")
    return check


def is_instant(text):
    """RFC 3339, with an offset."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def sitemaps(site, pages):
    check = Check("sitemaps, robots.txt, llms.txt")
    listed = Counter()
    for path in site.ending(".xml"):
        if not re.fullmatch(r"(news-)?sitemap(-\d+)?\.xml", path):
            continue
        check.count("sitemaps")
        for loc in ElementTree.parse(site.root / path).iter(f"{SITEMAP}loc"):
            check.count("addresses")
            file = site.file(loc.text or "")
            check.want(file, f"{path}: {loc.text} leads nowhere")
            if not path.startswith("news-"):
                listed[file] += 1
    for file, n in listed.items():
        check.want(n == 1, f"{file} is listed {n} times")
    for page in pages:
        if page.noindex:
            check.want(listed[page.path] == 0, f"{page.path} asks not to be found, and is in a sitemap")
        elif not page.redirect and page.path != "404.html":
            check.want(listed[page.path] > 0, f"{page.path} is in no sitemap")
    for path, pattern in (("robots.txt", r"(?m)^Sitemap: (\S+)$"), ("llms.txt", r"\]\((\S+)\)")):
        if path not in site.files:
            check.fault(f"there is no {path}")
            continue
        urls = re.findall(pattern, site.text(path))
        check.count(f"addresses in {path}", len(urls))
        for url in urls:
            check.want(site.own(url) and site.file(url), f"{path}: {url} leads nowhere")
    return check


def calendar(site):
    check = Check("iCalendar by icalendar")
    path = "calendar/calendar.ics"
    if path not in site.files:
        check.fault(f"there is no {path}")
        return check
    data = (site.root / path).read_bytes()
    for line in data.split(b"\r\n"):
        check.want(len(line) <= 75 and b"\n" not in line, f"{path}: a line of {len(line)} bytes: {line[:40]!r}")
    uids = Counter()
    try:
        parsed = icalendar.Calendar.from_ical(data)
    except ValueError as error:
        check.fault(f"{path}: {error}")
        return check
    for key in ("VERSION", "PRODID"):
        check.want(key in parsed, f"{path}: no {key}")
    for event in parsed.walk("VEVENT"):
        check.count("events")
        uids[str(event.get("UID"))] += 1
        for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            check.want(event.get(key), f"{path}: {event.get('UID')} has no {key}")
        for name, text in getattr(event, "errors", []):
            check.fault(f"{path}: {event.get('UID')}: {name}: {text}")
        url = str(event.get("URL", ""))
        check.want(not url or site.file(url), f"{path}: {url} leads nowhere")
    for uid, n in uids.items():
        check.want(n == 1, f"{path}: {uid} stands {n} times")
    return check


# --- editions and changes -----------------------------------------------------------------------------------


def editions(site, pages):
    """What the pages, the feeds and the data say of editions and changes is the same."""
    check = Check("editions and changes")
    anchors = {page.path: set(page.ids) for page in pages}
    if records := edition_records(site):
        check.count("editions", len(records))
        closes = {record["url"]: datetime.fromisoformat(record["closes"]) for record in records}
        ids = {record["id"] for record in records}
        new = Counter()
        for record in records:
            edition(site, record, ids, check)
            if record["kind"] == "weekly":
                new.update(record["new"])
        check.want(all(n == 1 for n in new.values()), "an article is new in two weeks")
        for item in feed_items(site, "editions/feed.json", check):
            at = datetime.fromisoformat(item["date_published"].replace("Z", "+00:00"))
            check.want(closes.get(item["id"]) == at, f"editions/feed.json: {item['id']} is of {at}")
    else:
        check.want(not any(f.startswith("editions/") for f in site.files), "there are editions, and no data of them")
    known = anchors.get("changes/index.html", set())
    last = None
    for item in feed_items(site, "changes/feed.json", check):
        anchor = urlsplit(item["id"]).fragment
        check.want(unquote(anchor) in known, f"changes/feed.json: no anchor for {item['id']}")
        day = datetime.fromisoformat(item["date_published"].replace("Z", "+00:00"))
        check.want(last is None or day <= last, f"changes/feed.json: {item['id']} is newer than the one before")
        last = day
    return check


def edition_records(site):
    """The editions of the data; where each has files of its own, with its parts put together."""
    if "data/editions.json" in site.files:
        return json.loads(site.text("data/editions.json"))
    files = [path for path in sorted(site.files) if path.startswith("data/editions/")]
    parts = [record for path in files for record in json.loads(site.text(path))]
    records = {record["id"]: record for record in parts if "kind" in record}
    for part in parts:
        if "kind" not in part:
            for name in ("new", "corrections", "withdrawn", "withdrawn_later", "superseded"):
                records[part["id"]][name] += part[name]
    for record in records.values():
        # parts do not know what the others say
        pairs = {(pair["was"]["url"], pair["now"]["value"]): pair for pair in record["superseded"]}
        record["superseded"] = list(pairs.values())
    return list(records.values())


def edition(site, record, ids, check):
    """An edition of the data: its page, its numbers and what it names."""
    name = record["id"]
    check.want(site.file(record["url"]) == f"editions/{name}/index.html", f"{name}: its page is {record['url']}")
    check.want(record["before"] is None or record["before"] in ids, f"{name}: before it is {record['before']}")
    check.want(record["from"] <= record["until"], f"{name}: it ends before it begins")
    check.want(record["closes"].startswith(record["until"]), f"{name}: it closes at {record['closes']}")
    counts = record["counts"]
    for key, of in (("articles", "new"), ("corrections",) * 2, ("withdrawn",) * 2, ("superseded",) * 2, ("moved",) * 2):
        check.want(counts[key] == len(record[of]), f"{name}: {counts[key]} {key}, {len(record[of])} listed")
    pairs = [claim for pair in record["superseded"] for claim in (pair["was"], pair["now"])]
    named = [*record["corrections"], *record["withdrawn"], *record["withdrawn_later"], *pairs]
    for url in [*record["new"], *(entry["url"] for entry in named)]:
        check.count("addresses")
        check.want(site.file(url), f"{name}: {url} leads nowhere")


def feed_items(site, path, check):
    if path not in site.files:
        return []
    items = json.loads(site.text(path))["items"]
    check.count(f"entries of {path}", len(items))
    return items


# --- data and manifest --------------------------------------------------------------------------------------


def data(site):
    check = Check("data package")
    folder = "data/"
    if folder + "datapackage.json" not in site.files:
        check.fault("there is no data/datapackage.json")
        return check
    package = json.loads(site.text(folder + "datapackage.json"))
    files = [(resource, folder + path) for resource in package["resources"] for path in paths(resource)]
    described = {path for _, path in files}
    check.want(len(described) == len(files), "a file is described twice")
    rows, total = {}, Counter()
    for path in sorted(f for f in site.files if f.startswith(folder)):
        check.want(path in described or path.endswith("datapackage.json"), f"{path} is not described")
    for resource, path in files:
        if path not in site.files:
            check.fault(f"{path} is missing")
            continue
        check.count("resources")
        if resource["format"] == "csv":
            rows[path] = table(site, path, resource["schema"]["fields"], check)
        else:
            rows[path] = json.loads(site.text(path))
            check.want(isinstance(rows[path], list), f"{path}: no list")
        check.count("rows", len(rows[path]))
        # a long table stands in parts, with names of their own
        total[resource["name"].split("/")[0]] += len(rows[path])
        for row in rows[path]:
            url = row.get("url")
            check.want(not url or site.file(url), f"{path}: {url} leads nowhere")
    for name in ("articles", "claims", "regions"):
        pair = [total[f"{name}-{ending}"] for ending in ("csv", "json")]
        check.want(pair[0] == pair[1], f"{name}: {pair[0]} rows as CSV, {pair[1]} as JSON")
    return check


def paths(resource):
    """The files of a resource: one, or the parts of a long table."""
    return resource["path"] if isinstance(resource["path"], list) else [resource["path"]]


def table(site, path, fields, check):
    """The rows of a CSV file, each cell held against the type of its column."""
    head, *lines = list(csv.reader(io.StringIO(site.text(path), newline="")))
    check.want(head == [f["name"] for f in fields], f"{path}: its head is {head}")
    patterns = {"integer": r"-?\d*", "boolean": r"(true|false)?"}
    for number, line in enumerate(lines, start=2):
        check.want(len(line) == len(head), f"{path}: row {number} has {len(line)} cells")
        for cell, column in zip(line, fields):
            pattern = patterns.get(column["type"], r"(?s).*")
            check.want(re.fullmatch(pattern, cell), f"{path}: row {number}: {column['name']} is `{cell}`")
            check.want(not cell.startswith(("=", "+", "@")), f"{path}: row {number}: `{cell}` is a formula")
    return [dict(zip(head, line)) for line in lines]


def manifest(site, project):
    check = Check("manifest")
    facts = json.loads(site.text("manifest.json"))
    listed = {entry["path"]: entry for entry in facts["outputs"]}
    for path in sorted(set(listed) - site.files):
        check.fault(f"{path} is listed and missing")
    for path in sorted(site.files - set(listed) - {"manifest.json"}):
        check.fault(f"{path} is not listed")
    check.count("outputs", hashes(site.root, listed.values(), check))
    inputs = facts["inputs"]
    for entry in inputs:
        check.want(not entry["path"].startswith(("/", "..")), f"{entry['path']} is no path of the project")
    check.count("inputs", hashes(project, inputs, check))
    return check


def hashes(folder, entries, check):
    """Compares sizes and hashes of files that are there; returns how many."""
    known = 0
    for entry in entries:
        file = folder / entry["path"]
        if not file.is_file():
            check.fault(f"{entry['path']} is missing")
            continue
        known += 1
        content = file.read_bytes()
        same = len(content) == entry["bytes"] and blake3.blake3(content).hexdigest() == entry["blake3"]
        check.want(same, f"{entry['path']} is not what the manifest says")
    return known


# --- what people write --------------------------------------------------------------------------------------


class Loader(yaml.SafeLoader):
    """YAML in which a day stays a text, as the schemas have it."""


# neither a day nor a lone `=` is anything but a text to saar
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":value"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schemas(project):
    check = Check("JSON Schemas by jsonschema")
    folder = project / "schemas"
    pairs = [("site.json", [project / "site.yaml"]), ("front-matter.json", articles(project))]
    for name, files in pairs:
        if not (folder / name).is_file():
            check.count(f"schema absent ({name})")
            continue
        schema = json.loads((folder / name).read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
        for file in files:
            check.count(f"files by {name}")
            for error in validator.iter_errors(front_matter(file)):
                place = "/".join(str(part) for part in error.absolute_path)
                check.fault(f"{file.relative_to(project)}: {place}: {error.message[:200]}")
    return check


def articles(project):
    files = sorted((project / "content").rglob("*.md"))
    return [file for file in files if (project / "content" / "pages") not in file.parents]


def front_matter(file):
    """The YAML of a file: all of it, or what stands between the fences."""
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix == ".md":
        text = re.match(r"---[ \t]*\r?\n(.*?)^(---|\.\.\.)[ \t]*\r?$", text, re.S | re.M).group(1)
    return yaml.load(text, Loader) or {}


# --- the run ------------------------------------------------------------------------------------------------


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, metavar="DIR")
    parser.add_argument("--base", default="/", help="path of the site below its host (default: /)")
    parser.add_argument("--project", type=Path, default=Path(__file__).resolve().parents[2])
    return parser.parse_args()


def main():
    given = arguments()
    root = given.site.resolve()
    if not (root / "manifest.json").is_file():
        sys.exit(f"check.py: `{given.site}` holds no site: there is no manifest.json")
    address = json.loads((root / "manifest.json").read_text(encoding="utf-8"))["base_url"]
    parts = urlsplit(address)
    if parts.path != given.base:
        sys.exit(f"check.py: the site was built for `{parts.path}`, not for `{given.base}`")
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    site = Site(root, f"{parts.scheme}://{parts.netloc}", given.base, files)
    with ProcessPoolExecutor() as pool:
        pages = list(pool.map(partial(read_page, site), site.ending(".html"), chunksize=16))
    checks = [
        html(site, pages),
        links(site, pages),
        linked_data(site, pages),
        xml(site),
        atom(site),
        json_feeds(site),
        sitemaps(site, pages),
        calendar(site),
        editions(site, pages),
        data(site),
        manifest(site, given.project.resolve()),
        schemas(given.project.resolve()),
    ]
    return finish(checks)


def finish(checks):
    """Prints what the checks found; gives the exit code."""
    for check in checks:
        counts = ", ".join(f"{n} {what}" for what, n in check.counts.items())
        print(f"{'FAULT' if check.faults else 'ok   '} {check.name}: {counts}")
        for fault in check.faults[:SHOWN]:
            print(f"      {fault}")
        if len(check.faults) > SHOWN:
            print(f"      and {len(check.faults) - SHOWN} more")
    failed = sum(1 for check in checks if check.faults)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
