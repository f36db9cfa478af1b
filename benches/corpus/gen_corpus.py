#!/usr/bin/env python3
"""Write a seeded corpus for benchmarks: a Hindi election digest of N made-up articles.

    gen_corpus.py N OUTDIR [--seed S] [--flavour saar|peers] [--words W]

An article is 5 to 7 KB of UTF-8: about 440 random words in paragraphs with headings, a list, a
link and some bold; `--words 60` makes articles of about 2 KB. No text comes from the news: the words are a list of ordinary Hindi ones and
many put together from syllables, as are the names of towns, people, outlets and topics.

Both flavours hold the same articles, with the same facts and the same bodies; only the front
matter differs.

    peers   OUTDIR/YYYY/MM/<slug>.md          flat front matter, as other generators like it
    saar    OUTDIR/content/YYYY/MM/<slug>.md  the front matter of saar
            OUTDIR/site.yaml                  a whole project: own regions, elections, parties,
                                              people and sources; makes what the peers make
            OUTDIR/site-all.yaml              the same, but makes everything

The same N and seed give the same bytes. A smaller corpus is not the beginning of a larger one:
the dates are spread over four years whatever N is.
"""
import argparse
import bisect
import datetime as dt
import itertools
import random
import sys
from dataclasses import dataclass
from pathlib import Path

IST = dt.timezone(dt.timedelta(hours=5, minutes=30))
FIRST_DAY = dt.datetime(2021, 1, 1, tzinfo=IST)
LAST_DAY = dt.datetime(2025, 1, 1, tzinfo=IST)

STATES = {
    "uttar-pradesh": "उत्तर प्रदेश", "bihar": "बिहार", "maharashtra": "महाराष्ट्र",
    "madhya-pradesh": "मध्य प्रदेश", "rajasthan": "राजस्थान", "gujarat": "गुजरात",
    "karnataka": "कर्नाटक", "tamil-nadu": "तमिलनाडु", "west-bengal": "पश्चिम बंगाल",
    "andhra-pradesh": "आंध्र प्रदेश", "telangana": "तेलंगाना", "odisha": "ओडिशा",
    "kerala": "केरल", "jharkhand": "झारखंड", "assam": "असम", "punjab": "पंजाब",
    "chhattisgarh": "छत्तीसगढ़", "haryana": "हरियाणा", "delhi": "दिल्ली",
    "uttarakhand": "उत्तराखंड", "himachal-pradesh": "हिमाचल प्रदेश", "tripura": "त्रिपुरा",
    "meghalaya": "मेघालय", "manipur": "मणिपुर", "nagaland": "नागालैंड", "goa": "गोवा",
    "arunachal-pradesh": "अरुणाचल प्रदेश", "mizoram": "मिज़ोरम", "sikkim": "सिक्किम",
    "jammu-kashmir": "जम्मू-कश्मीर",
}

# id: (region, counting day, polling days)
ELECTIONS = {
    "lok-sabha-2024": ("in", "2024-06-04", ["2024-04-19", "2024-04-26", "2024-05-07", "2024-05-13",
                                            "2024-05-20", "2024-05-25", "2024-06-01"]),
    "up-vidhan-sabha-2022": ("uttar-pradesh", "2022-03-10",
                             ["2022-02-10", "2022-02-14", "2022-02-20", "2022-02-23", "2022-02-27",
                              "2022-03-03", "2022-03-07"]),
    "punjab-vidhan-sabha-2022": ("punjab", "2022-03-10", ["2022-02-20"]),
    "gujarat-vidhan-sabha-2022": ("gujarat", "2022-12-08", ["2022-12-01", "2022-12-05"]),
    "karnataka-vidhan-sabha-2023": ("karnataka", "2023-05-13", ["2023-05-10"]),
    "mp-vidhan-sabha-2023": ("madhya-pradesh", "2023-12-03", ["2023-11-17"]),
    "rajasthan-vidhan-sabha-2023": ("rajasthan", "2023-12-03", ["2023-11-25"]),
    "chhattisgarh-vidhan-sabha-2023": ("chhattisgarh", "2023-12-03", ["2023-11-07", "2023-11-17"]),
    "telangana-vidhan-sabha-2023": ("telangana", "2023-12-03", ["2023-11-30"]),
    "haryana-vidhan-sabha-2024": ("haryana", "2024-10-08", ["2024-10-05"]),
    "maharashtra-vidhan-sabha-2024": ("maharashtra", "2024-11-23", ["2024-11-20"]),
    "jharkhand-vidhan-sabha-2024": ("jharkhand", "2024-11-23", ["2024-11-13", "2024-11-20"]),
}

PARTIES = ["bjp", "inc", "aap", "sp", "bsp", "tmc", "jdu", "rjd", "shiv-sena", "ncp", "dmk", "cpim"]

# What the other generators make of this corpus: saar's equal share of the work.
PEERS_PAGES = ["articles", "subjects", "regions", "parties", "people", "sources", "feed"]

WORDS = """चुनाव मतदान मतदाता आयोग प्रत्याशी उम्मीदवार दल पार्टी गठबंधन सीट विधानसभा लोकसभा सरकार विपक्ष
सभा रैली प्रचार घोषणा नामांकन परिणाम मतगणना बूथ केंद्र जिला प्रदेश राज्य क्षेत्र नगर गांव किसान युवा महिला
रोजगार विकास सड़क बिजली पानी शिक्षा स्वास्थ्य योजना बजट वादा मुद्दा सर्वे आंकड़े प्रतिशत बढ़त बहुमत नेता
कार्यकर्ता अध्यक्ष मंत्री सांसद विधायक जनता समर्थन विरोध आरोप जवाब बयान बैठक फैसला सूची चरण तारीख
अधिसूचना आचार संहिता निर्दलीय टिकट वोट पर्ची मशीन सुरक्षा तैनाती अधिकारी निगरानी शिकायत जांच रिपोर्ट""".split()
GLUE = """है हैं था थे थी ने को का की के से में पर और भी तक लिए साथ बाद पहले अब यह वह जो तो कि नहीं हो कर
रहा रहे रही गया गए गई किया की दी दिया कहा बताया होगा होगी एक दो तीन कई सभी अपने इस उस""".split()

CONSONANTS = list("कखगघचछजझटठडढतथदधनपफबभमयरलवशसह")
VOWEL_SIGNS = ["", "ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ", "ं"]
ROMAN_CONSONANTS = ["k", "kh", "g", "gh", "ch", "j", "t", "d", "dh", "n",
                    "p", "b", "bh", "m", "r", "l", "v", "s", "sh", "h"]
ROMAN_VOWELS = ["a", "aa", "i", "u", "e", "o"]


class Zipf:
    """Draws from a list; the item at rank r has the weight 1/r**s."""

    def __init__(self, items, s):
        self.items = list(items)
        self.sums = list(itertools.accumulate(1.0 / (i + 1) ** s for i in range(len(self.items))))

    def one(self, rnd):
        return self.items[bisect.bisect_right(self.sums, rnd.random() * self.sums[-1])]

    def many(self, rnd, k):
        return rnd.choices(self.items, cum_weights=self.sums, k=k)

    def some(self, rnd, low, high):
        """A few different items, in the order they were drawn."""
        return list(dict.fromkeys(self.many(rnd, rnd.randint(low, high))))


def made_up(rnd, n, consonants, vowels, low, high):
    """n different words of low to high syllables."""
    words = {}
    while len(words) < n:
        syllables = rnd.randint(low, high)
        words["".join(rnd.choice(consonants) + rnd.choice(vowels) for _ in range(syllables))] = None
    return list(words)


def roman(rnd, n, low=2, high=3):
    return made_up(rnd, n, ROMAN_CONSONANTS, ROMAN_VOWELS, low, high)


class Vocabulary:
    """All names and words; the same for every corpus, whatever its size and seed."""

    def __init__(self):
        rnd = random.Random("vocab-1")
        self.words = WORDS + made_up(rnd, 2600, CONSONANTS, VOWEL_SIGNS, 2, 4)
        self.regions = self._regions(rnd)
        self.people = self._people(rnd)
        self.outlets = [f"dainik-{name}" for name in roman(rnd, 30)]
        self.topics = roman(rnd, 60)
        self.slug_words = roman(rnd, 400)

    @staticmethod
    def _regions(rnd):
        """800 places below 30 states, the larger states having more.

        Articles lie in places only, never in a state itself: Hugo lists what lies in `bihar/x`
        under `bihar` too and the others do not, so state-wide news has a place `rajya`.
        """
        states = list(STATES)
        towns = roman(rnd, 770, 2, 4)
        places = [f"{state}/rajya" for state in states]
        places += [f"{states[min(int(rnd.expovariate(0.12)), len(states) - 1)]}/{town}" for town in towns]
        rnd.shuffle(places)
        return places

    @staticmethod
    def _people(rnd):
        first, last = roman(rnd, 160, 2, 2), roman(rnd, 90)
        people = {}
        while len(people) < 2000:
            people[f"{rnd.choice(first)}-{rnd.choice(last)}"] = None
        return list(people)


@dataclass
class Article:
    title: str
    date: dt.datetime
    updated: dt.datetime
    slug: str
    outlet: str
    url: str
    election: str
    region: str
    parties: list
    people: list
    topics: list
    summary: str
    body: str

    @property
    def path(self):
        return Path(f"{self.date:%Y}", f"{self.date:%m}", self.slug + ".md")


class Writer:
    """Writes articles one after another; all chance comes from one seeded source."""

    def __init__(self, vocabulary, n, seed, length):
        self.length = length
        self.rnd = random.Random(f"corpus-{seed}-{n}")
        self.slug_words = vocabulary.slug_words
        self.words, self.glue = Zipf(vocabulary.words, 0.8), Zipf(GLUE, 0.7)
        self.elections, self.regions = Zipf(ELECTIONS, 0.6), Zipf(vocabulary.regions, 0.6)
        self.people, self.parties = Zipf(vocabulary.people, 1.0), Zipf(PARTIES, 0.7)
        self.outlets, self.topics = Zipf(vocabulary.outlets, 0.5), Zipf(vocabulary.topics, 0.8)

    def phrase(self, low=9, high=17):
        k = self.rnd.randint(low, high)
        words, glue = self.words.many(self.rnd, k), self.glue.many(self.rnd, k)
        return [words[i] if i % 5 in (0, 2, 3) else glue[i] for i in range(k)]

    @staticmethod
    def sentence(phrase):
        return " ".join(phrase) + " है।"

    def article(self, number):
        rnd = self.rnd
        seconds = rnd.randrange(int(FIRST_DAY.timestamp()), int(LAST_DAY.timestamp()))
        date = dt.datetime.fromtimestamp(seconds, IST)
        updated = date + dt.timedelta(seconds=rnd.choice([0, 0, rnd.randrange(600, 3 * 86400)]))
        slug = "-".join(rnd.choices(self.slug_words, k=rnd.randint(3, 5))) + f"-{number:06d}"
        title = self.title()
        summary = " ".join(self.sentence(self.phrase(9, 14)) for _ in range(rnd.randint(1, 2)))
        people = self.people.some(rnd, 0, 4)
        parties = self.parties.some(rnd, 1, 3)
        topics = self.topics.some(rnd, 0, 3)
        outlet = self.outlets.one(rnd)
        return Article(
            title=title, date=date, updated=updated, slug=slug, outlet=outlet,
            url=f"https://{outlet}.example/{date:%Y/%m}/{slug}.html?id={number}",
            election=self.elections.one(rnd), region=self.regions.one(rnd),
            parties=parties, people=people, topics=topics, summary=summary,
            body=self.body(f"https://{outlet}.example/{slug}/"),
        )

    def title(self):
        title = " ".join(self.phrase(6, 10))
        if self.rnd.random() < 0.02:
            title += " & अन्य"
        if self.rnd.random() < 0.1:
            title = title.replace(" ", ": ", 1)
        return title

    def body(self, link):
        """350 to 450 words, or more or fewer if asked for, in 5 to 7 paragraphs, with headings, a list and a link."""
        rnd = self.rnd
        target, paragraphs = rnd.randint(350, 450) * self.length // 400, rnd.randint(5, 7)
        list_items = rnd.randint(3, 5)
        words_each = max(1, (target - list_items * 7) // paragraphs)
        headings = {rnd.randint(1, 2)} | ({rnd.randint(3, 4)} if rnd.random() < 0.6 else set())
        list_after, link_in = rnd.randint(1, paragraphs - 1), rnd.randrange(paragraphs)
        lines = []
        for i in range(paragraphs):
            if i in headings:
                lines += ["## " + " ".join(self.phrase(3, 6)), ""]
            sentences = self.paragraph(words_each)
            if i == link_in:
                sentences.append(f"[{' '.join(self.words.many(rnd, 3))}]({link}) देखें।")
            lines += [" ".join(sentences), ""]
            if i == list_after:
                lines += ["- " + " ".join(self.phrase(5, 8)) for _ in range(list_items)] + [""]
        return "\n".join(lines)

    def paragraph(self, at_least):
        sentences, words = [], 0
        while words < at_least:
            phrase = self.phrase()
            words += len(phrase) + 1
            if self.rnd.random() < 0.12:
                i = self.rnd.randrange(len(phrase) - 1)
                phrase[i], phrase[i + 1] = "**" + phrase[i], phrase[i + 1] + "**"
            sentences.append(self.sentence(phrase))
        return sentences


def listed(items):
    return "[" + ", ".join(items) + "]"


def front_matter_of_peers(a):
    return [f'title: "{a.title}"', f"date: {a.date.isoformat()}", f"updated: {a.updated.isoformat()}",
            f"slug: {a.slug}", f"source: {a.outlet}", f'source_url: "{a.url}"',
            f"election: {a.election}", f"region: {a.region}", f"parties: {listed(a.parties)}",
            f"people: {listed(a.people)}", f"tags: {listed(a.topics)}", f'summary: "{a.summary}"']


def front_matter_of_saar(a):
    return [f'title: "{a.title}"', f"date: {a.date.isoformat()}", f"updated: {a.updated.isoformat()}",
            f"slug: {a.slug}", f'source: {{outlet: {a.outlet}, url: "{a.url}"}}',
            f"election: {a.election}", f"region: {a.region}", f"parties: {listed(a.parties)}",
            f"people: {listed(a.people)}", f"topics: {listed(a.topics)}", f'summary: "{a.summary}"']


def document(front_matter, body):
    return "\n".join(["---", *front_matter, "---", "", body])


def words_of(id):
    return id.replace("-", " ").title()


def site_yaml(vocabulary, make):
    """A project's settings: nothing built in, every fact of the corpus brought along."""
    lines = ["title: चुनाव डाइजेस्ट", "base_url: https://digest.example/", "language: hi",
             "gazetteer: none", "page_size: 200", "regions:",
             "  - {id: in, kind: country, name_hi: भारत, name_en: India}"]
    for state, name in STATES.items():
        lines.append(f"  - {{id: {state}, kind: state, name_hi: {name}, name_en: {words_of(state)}}}")
    for place in sorted(vocabulary.regions):
        lines.append(f"  - {{id: {place}, kind: district, name_en: {place.split('/')[1]}}}")
    lines.append("elections:")
    for id, (region, counting, polls) in ELECTIONS.items():
        year = id[-4:]
        if region == "in":
            kind, hindi, english = "lok_sabha_general", f"लोकसभा चुनाव {year}", f"Lok Sabha {year}"
        else:
            kind, hindi = "vidhan_sabha_general", f"{STATES[region]} विधानसभा चुनाव {year}"
            english = f"{words_of(region)} Vidhan Sabha {year}"
        phases = ", ".join(f"{{number: {i}, poll: {day}}}" for i, day in enumerate(polls, 1))
        lines.append(f"  - {{id: {id}, kind: {kind}, name_hi: {hindi}, name_en: {english}, "
                     f"region: {region}, counting: {counting}, phases: [{phases}]}}")
    lines.append("parties:")
    for id in PARTIES:
        lines.append(f"  - {{id: {id}, abbr: {id.replace('-', ' ').upper()}, name_en: {id}, name_hi: {id}}}")
    lines.append("people:")
    lines += [f"  - {{id: {id}, name_hi: {id}}}" for id in sorted(vocabulary.people)]
    lines.append("sources:")
    lines += [f"  - {{id: {id}, name_hi: {id}}}" for id in sorted(vocabulary.outlets)]
    lines.append(f"make: {make}")
    return "\n".join(lines) + "\n"


def generate(n, out, seed, flavour, words=400):
    """Writes the corpus; returns the bytes of its articles."""
    vocabulary = Vocabulary()
    writer = Writer(vocabulary, n, seed, words)
    content = out / "content" if flavour == "saar" else out
    front_matter = front_matter_of_saar if flavour == "saar" else front_matter_of_peers
    out.mkdir(parents=True, exist_ok=True)
    if flavour == "saar":
        (out / "site.yaml").write_text(site_yaml(vocabulary, listed(PEERS_PAGES)), encoding="utf-8")
        (out / "site-all.yaml").write_text(site_yaml(vocabulary, "all"), encoding="utf-8")
    folders, total = set(), 0
    for number in range(n):
        article = writer.article(number)
        path = content / article.path
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        data = document(front_matter(article), article.body).encode()
        path.write_bytes(data)
        total += len(data)
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=400, help="of a body, about")
    parser.add_argument("--flavour", choices=["saar", "peers"], default="saar")
    args = parser.parse_args()
    total = generate(args.n, args.outdir, args.seed, args.flavour, args.words)
    print(f"{args.n} articles, {total} bytes, {total // max(args.n, 1)} each", file=sys.stderr)


if __name__ == "__main__":
    main()
