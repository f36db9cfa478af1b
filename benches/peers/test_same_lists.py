"""Tests of same_lists.py on two small sites: python3 -m unittest test_same_lists"""
import io
import tempfile
import unittest
from pathlib import Path

from same_lists import FACETS, LAYOUTS, Site, compare

BASE = "https://digest.example/"
ARTICLES = [("2024", f"{month:02}", f"news-{month:06}") for month in range(1, 6)]
TERMS = {"election": "ls-2024", "region": "bihar/x", "party": "abc", "person": "a-b", "source": "dainik-x"}


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def address(layout, article):
    year, month, slug = article
    return "/" + layout.article_folder.format(year=year, month=month, slug=slug) + "/"


def a_list(layout, articles, outside=""):
    links = "".join(f'<li><a href="{address(layout, a)}">x</a>' for a in articles)
    return f"<html><header>{outside}</header><main><a href='/'>home</a><ul>{links}</ul></main></html>"


def a_site(root, kind, pages):
    """A site whose lists hold five articles; `pages` says which of them stand on which page."""
    layout = LAYOUTS[kind]
    for article in ARTICLES:
        write(root, address(layout, article)[1:] + "index.html",
              "<main><article><h1>शीर्षक</h1><p class='meta'>only here</p><p>एक <b>दो</b>\n तीन।</p></article></main>")
    for facet, term in TERMS.items():
        folder = layout.facets[facet]
        write(root, f"{folder}/index.html", "<ul></ul>")
        for number, articles in pages.items():
            where = f"{folder}/{term}/" + (f"page/{number}/" if number else "")
            write(root, where + "index.html", a_list(layout, articles))
    locs = "".join(f"<url><loc>{BASE[:-1]}{address(layout, a)}</loc></url>" for a in ARTICLES)
    write(root, "sitemap.xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{locs}</urlset>")
    links = "".join(f"<entry><link href='{BASE[:-1]}{address(layout, a)}'/></entry>" for a in ARTICLES)
    write(root, layout.feed, f"<feed xmlns='http://www.w3.org/2005/Atom'>{links}</feed>")
    return Site(root, layout, BASE)


class SameLists(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        newest_first = {None: ARTICLES[3:], 2: ARTICLES[1:3], 3: ARTICLES[:1]}
        oldest_first = {None: ARTICLES[4:], 1: ARTICLES[:2], 2: ARTICLES[2:4]}
        self.peer = a_site(self.root / "peer", "hugo", newest_first)
        self.saar = a_site(self.root / "saar", "saar", oldest_first)

    def failures(self):
        out = io.StringIO()
        failed = compare(self.saar, self.peer, every=1, out=out)
        lines = [line for line in out.getvalue().splitlines() if line.startswith("FAILED")]
        self.assertEqual(failed, len(lines))
        return lines

    def rewrite(self, name, old, new):
        text = self.saar.read(name)
        self.assertIn(old, text)
        write(self.saar.root, name, text.replace(old, new))

    def test_pages_may_be_cut_and_numbered_differently(self):
        self.assertEqual(self.failures(), [])

    def test_a_missing_article_page(self):
        (self.saar.root / self.saar.article_page(ARTICLES[0])).unlink()
        self.assertEqual(len(self.failures()), 1)

    def test_an_article_lost_from_a_list_and_one_too_many(self):
        for facet in FACETS:
            name = f"{self.saar.layout.facets[facet]}/{TERMS[facet]}/page/1/index.html"
            before = self.saar.read(name)
            write(self.saar.root, name, a_list(self.saar.layout, ARTICLES[:1]))
            self.assertEqual(len(self.failures()), 1, facet)
            write(self.saar.root, name, a_list(self.saar.layout, [*ARTICLES[:2], ("2020", "01", "other")]))
            self.assertEqual(len(self.failures()), 1, facet)
            write(self.saar.root, name, before)

    def test_links_outside_the_list_do_not_count(self):
        outside = f'<a href="{address(self.saar.layout, ("2020", "01", "other"))}">newest</a>'
        write(self.saar.root, "parties/abc/index.html", a_list(self.saar.layout, ARTICLES[4:], outside))
        self.assertEqual(self.failures(), [])

    def test_relative_and_absolute_links_count(self):
        here = address(self.saar.layout, ARTICLES[4])
        self.rewrite("parties/abc/index.html", f'"{here}"', f'"../..{here}index.html#top"')
        self.rewrite("people/a-b/index.html", f'"{here}"', f'"{BASE[:-1]}{here}"')
        self.assertEqual(self.failures(), [])
        self.rewrite("people/a-b/index.html", BASE, "https://elsewhere.example/")
        self.assertEqual(len(self.failures()), 1)

    def test_a_text_lost_from_an_article(self):
        page = self.saar.article_page(ARTICLES[2])
        self.rewrite(page, "only here", "another line about the article")
        self.assertEqual(self.failures(), [])
        self.rewrite(page, "<b>दो</b>", "")
        self.assertEqual(len(self.failures()), 1)

    def test_sitemap_and_feed(self):
        (self.saar.root / "feed.xml").unlink()
        self.rewrite("sitemap.xml", "news-000003", "news-other")
        self.assertEqual(len(self.failures()), 2)

    def test_an_index_of_sitemaps_is_followed(self):
        (self.saar.root / "sitemap.xml").rename(self.saar.root / "sitemap-1.xml")
        write(self.saar.root, "sitemap.xml",
              f"<sitemapindex><sitemap><loc>{BASE}sitemap-1.xml</loc></sitemap></sitemapindex>")
        self.assertEqual(self.failures(), [])


if __name__ == "__main__":
    unittest.main()
