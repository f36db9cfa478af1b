#!/usr/bin/env python3
"""Check that one site shows at least the pages and lists of another.

    same_lists.py SAAR_OUT PEER_OUT [--layouts saar,hugo] [--articles EVERY] [--base URL]

The second site is the yardstick. The first must have

  * every article page of it, and in a sample of them the same title, summary and body, text by text;
  * for every election, region, party, person and source the same set of articles, over all pages
    of that list together (so the two may cut and number their pages differently);
  * a list of all elections, regions, parties, people and sources;
  * in its sitemap every article, in its feed every article of the yardstick's feed.

What the first site has besides is its own affair, except that a list may not show an article more.
Prints a line a check and exits with 1 if one failed.
"""
import argparse
import re
import sys
import unicodedata
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

FACETS = ["election", "region", "party", "person", "source"]


@dataclass(frozen=True)
class Layout:
    """Where a generator puts things. `article` must find the year, the month and the slug."""
    article: str
    article_folder: str
    facets: dict
    feed: str
    page_folder: str = "page"
    sitemap: str = "sitemap.xml"


FLAT = Layout(
    article=r"^/(\d{4})/(\d{2})/([^/]+)/$",
    article_folder="{year}/{month}/{slug}",
    facets={"election": "election", "region": "region", "party": "parties",
            "person": "people", "source": "source"},
    feed="atom.xml",
)
LAYOUTS = {
    "saar": Layout(
        article=r"^/articles/(\d{4})/(\d{2})/([^/]+)/$",
        article_folder="articles/{year}/{month}/{slug}",
        facets={"election": "elections", "region": "regions", "party": "parties",
                "person": "people", "source": "sources"},
        feed="feed.xml",
    ),
    "hugo": FLAT,
    "zola": FLAT,
    "eleventy": FLAT,
}


class Page(HTMLParser):
    """The links of a page's <main> (of the whole page, if it has none)."""

    def __init__(self, markup):
        super().__init__()
        self.in_main, self.has_main, self.hrefs = 0, False, []
        self.feed(markup)
        self.links = [href for href, main in self.hrefs if main or not self.has_main]

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.in_main, self.has_main = self.in_main + 1, True
        elif tag == "a":
            href = dict(attributes).get("href")
            if href:
                self.hrefs.append((href, self.in_main > 0))

    def handle_endtag(self, tag):
        if tag == "main":
            self.in_main -= 1


class Texts(HTMLParser):
    """The texts of an article page: all of it, and block by block what the editor wrote."""

    BLOCKS = {"h1", "h2", "h3", "p", "li"}
    NOT_WRITTEN = {"meta", "tax", "tags"}       # classes of the peers' lines about an article

    def __init__(self, markup):
        super().__init__()
        self.everything, self.blocks, self.block, self.skip = [], [], None, None
        self.in_article = False
        self.feed(markup)
        self.all = plain("".join(self.everything))

    def handle_starttag(self, tag, attributes):
        self.in_article = self.in_article or tag == "article"
        if self.skip is None and dict(attributes).get("class") in self.NOT_WRITTEN:
            self.skip = tag
        if tag in self.BLOCKS:
            self.everything.append(" ")
            if self.in_article and self.skip is None:
                self.block = []

    def handle_endtag(self, tag):
        if tag == "article":
            self.in_article = False
        if tag in self.BLOCKS:
            self.everything.append(" ")
            if self.block:
                self.blocks.append(plain("".join(self.block)))
            self.block = None
        if tag == self.skip:
            self.skip = None

    def handle_data(self, data):
        self.everything.append(data)
        if self.block is not None:
            self.block.append(data)


def plain(text):
    """Text as it is read: without soft hyphens and zero-width spaces, with single spaces."""
    text = text.replace("\u00ad", "").replace("\u200b", "").replace("\u2060", "")
    return " ".join(unicodedata.normalize("NFC", text).split())


class Site:
    def __init__(self, root, layout, base):
        self.root, self.layout, self.base = Path(root), layout, base.rstrip("/")
        self.host = urlsplit(base).netloc
        self.article_address = re.compile(layout.article)

    def read(self, name):
        return (self.root / name).read_text(encoding="utf-8")

    def article_of(self, link, folder=""):
        """(year, month, slug) if the link, standing on the page of that folder, leads to an article."""
        url = urlsplit(urljoin(f"{self.base}/{folder + '/' if folder else ''}", link))
        found = url.netloc == self.host and self.article_address.match(unquote(url.path).removesuffix("index.html"))
        return found.groups() if found else None

    def articles(self):
        pattern = self.layout.article_folder.format(year="[0-9]" * 4, month="[0-9]" * 2, slug="*") + "/index.html"
        found = (self.article_of("/" + path.parent.relative_to(self.root).as_posix() + "/")
                 for path in self.root.glob(pattern))
        return set(filter(None, found))

    def article_page(self, article):
        year, month, slug = article
        return self.layout.article_folder.format(year=year, month=month, slug=slug) + "/index.html"

    def terms(self, facet):
        """The ids that have a list page of their own: folders below the facet's, without numbered pages."""
        top = self.root / self.layout.facets[facet]
        ids = (path.parent.relative_to(top).as_posix() for path in top.rglob("index.html"))
        numbered = re.compile(rf"(^|/){re.escape(self.layout.page_folder)}/\d+$")
        return {id for id in ids if id != "." and not numbered.search(id)}

    def list_folders(self, facet, term):
        """The pages of one list: at its own address, and numbered ones below."""
        folder = f"{self.layout.facets[facet]}/{term}"
        numbered = self.root / folder / self.layout.page_folder
        if (self.root / folder / "index.html").is_file():
            yield folder
        if numbered.is_dir():
            for path in sorted(numbered.glob("*/index.html")):
                yield path.parent.relative_to(self.root).as_posix()

    def listed(self, facet, term):
        """All articles that one list links to, over all its pages."""
        return {article for folder in self.list_folders(facet, term)
                for link in Page(self.read(f"{folder}/index.html")).links
                if (article := self.article_of(link, folder))}

    def has_index(self, facet):
        return (self.root / self.layout.facets[facet] / "index.html").is_file()

    def addresses(self, name, tag, attribute=None):
        """The articles a sitemap (following an index of sitemaps) or a feed names."""
        for element in xml.parse(self.root / name).iter():
            if element.tag.rsplit("}", 1)[-1] != tag:
                continue
            address = element.get(attribute) if attribute else (element.text or "").strip()
            if not attribute and address.endswith(".xml"):
                yield from self.addresses(urlsplit(address).path.lstrip("/"), tag)
            elif article := self.article_of(address):
                yield article

    def in_sitemap(self):
        return set(self.addresses(self.layout.sitemap, "loc"))

    def in_feed(self):
        return set(self.addresses(self.layout.feed, "link", "href"))


class Report:
    def __init__(self, out=sys.stdout):
        self.failed, self.out = 0, out

    def check(self, what, problems):
        self.failed += bool(problems)
        print(f"{'FAILED' if problems else 'ok    '} {what}" + (f": {len(problems)} differ" if problems else ""),
              file=self.out)
        for problem in problems[:5]:
            print(f"         {problem}", file=self.out)


def name(article):
    return "/".join(article)


def lists_differ(site, peer, facet, terms):
    for term in sorted(terms):
        mine, theirs = site.listed(facet, term), peer.listed(facet, term)
        if mine != theirs:
            lacks, more = sorted(theirs - mine), sorted(mine - theirs)
            examples = ", ".join(name(article) for article in lacks[:1] + more[:1])
            yield f"{term}: lacks {len(lacks)} of {len(theirs)}, has {len(more)} more, as {examples}"


def texts_differ(site, peer, articles):
    for article in articles:
        theirs = Texts(peer.read(peer.article_page(article))).blocks
        mine = Texts(site.read(site.article_page(article))).all
        lost = [text for text in theirs if text not in mine]
        if lost or not theirs:
            yield f"{name(article)}: {len(lost)} of {len(theirs)} texts not found; the first: {lost[0][:80] if lost else '-'}"


def compare(site, peer, every=20, out=sys.stdout):
    """Runs all checks; returns how many failed."""
    report = Report(out)
    ours, theirs = site.articles(), peer.articles()
    report.check(f"{len(theirs)} article pages ({len(ours)} here)",
                 [name(a) for a in sorted(theirs - ours)] or (["the yardstick has none"] if not theirs else []))
    sample = sorted(theirs & ours)[::every] if every else []
    report.check(f"texts of {len(sample)} article pages", list(texts_differ(site, peer, sample)))
    for facet in FACETS:
        terms = peer.terms(facet)
        report.check(f"{facet}: the lists of {len(terms)}",
                     list(lists_differ(site, peer, facet, terms)) or (["the yardstick has none"] if not terms else []))
        report.check(f"{facet}: a page that lists them all", [] if site.has_index(facet) else ["there is none"])
    for what, read in (("sitemap", Site.in_sitemap), ("feed", Site.in_feed)):
        try:
            named, wanted = read(site), theirs if what == "sitemap" else read(peer)
            report.check(f"{what}: {len(wanted)} articles ({len(named)} here)",
                         [name(a) for a in sorted(wanted - named)])
        except (OSError, xml.ParseError) as error:
            report.check(what, [str(error)])
    return report.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("peer", type=Path)
    parser.add_argument("--layouts", default="saar,hugo", help=f"of the two, from {', '.join(LAYOUTS)}")
    parser.add_argument("--articles", type=int, default=20, metavar="EVERY",
                        help="compare the texts of every n-th article (default 20; 0: of none)")
    parser.add_argument("--base", default="https://digest.example/")
    args = parser.parse_args()
    first, second = args.layouts.split(",")
    failed = compare(Site(args.site, LAYOUTS[first], args.base), Site(args.peer, LAYOUTS[second], args.base),
                     args.articles)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
