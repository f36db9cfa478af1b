#!/usr/bin/env python3
"""Build the same corpus with saar and with other generators, and compare what it takes.

    compare.py N [N ...] [--runs 3] [--peers saar,hugo,zola,eleventy] [--all] [--edit]
               [--saar-bin FILE] [--work DIR] [--seed S] [--timeout SECONDS] [--no-check]
               [--json FILE] [--keep]

Each N (say 10000 100000) is a corpus of that many articles, the same for everyone but for its
front matter. Every run prints processor time, wall time and peak memory, and for every tool the
ratio to saar and to the floor.

Tools, found through the environment; without --peers, all that are found are taken, from 50,000
articles on only saar and Hugo.

    saar        --saar-bin, SAAR_BIN, or target/release/saar of this repository
    hugo        HUGO_BIN, or `hugo` on the path; the program itself, not a wrapper around it
    zola        ZOLA_BIN, or `zola` on the path
    eleventy    ELEVENTY_MODULES, a node_modules folder; NODE_BIN and NODE_FLAGS if need be
                (at 100,000: NODE_FLAGS=--max-old-space-size=12000)
    saar-all    with --all: saar making everything it can, not only what the others make

The floor is the least that such a build can cost: reading all articles (`read`, two processes), and
writing a finished tree from memory (`write`, two processes). `copy` is the same tree under `cp -r`
(one process that reads and writes). The tree is Hugo's, or without Hugo the first tool's; --all adds
the trees of saar and saar-all.

Rules of a run. All articles were read once before. The output and whatever else the tool left in its
folder are out of the way before each build (not with --edit). sync() comes before the clock. The tools
take turns (A B C A B C), so that a slow stretch of the machine hits all of them. Times and memory are
the kernel's account of the finished process and what it waited for; what counts is processor time.

On a disk old outputs are moved aside and deleted at the very end: making files soon after deleting as
many was measured to cost several times the system time (ext4). A memory file system has no such
effect, is the default where there is one, and there old outputs are deleted before the clock.

--edit: after the cold runs the build is run again over the finished output, as often as --runs says, with
one article changed before each: its text, its title, or nothing at all. "first" is a change of the text
right after the cold runs, once. Each time it is checked that the pages show the change.
"""
import argparse
import contextlib
import gc
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True      # nothing new in the repository
import same_lists                   # noqa: E402

HERE = Path(__file__).resolve().parent
GENERATOR = HERE.parent / "corpus" / "gen_corpus.py"
sys.path.insert(0, str(HERE / "zola"))
MEMORY = Path("/dev/shm")
LARGE = 50_000
NOTHING_WRITTEN = "nothing written"


def say(text):
    print(f"# {text}", file=sys.stderr, flush=True)


def program(variable, *candidates):
    """The program that an environment variable names, or the first candidate that there is."""
    for name in filter(None, [os.environ.get(variable), *candidates]):
        if found := shutil.which(name):
            return str(Path(found).absolute())
    return None


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return (done.stdout or done.stderr).strip().splitlines()[0]
    except (OSError, IndexError, subprocess.TimeoutExpired):
        return "unknown"


def link_tree(source, target):
    """The same files under another path, without a copy of their bytes."""
    shutil.copytree(source, target, copy_function=os.link)


# ---------------------------------------------------------------- the tools


class Tool:
    """One generator: how its folder is laid out, and the command that builds it.

    `stage` makes the folder; what stands in it then is the input, and all else is made by the tool.
    """
    flavour = "peers"
    layout = "hugo"

    def __init__(self, work):
        self.site = work / self.name
        self.output = self.site / "public"

    def lay_out(self, corpus):
        shutil.copytree(HERE / self.name, self.site, ignore=shutil.ignore_patterns("node_modules"))
        link_tree(corpus, self.site / "content")

    def stage(self, corpus):
        self.lay_out(corpus)
        self.inputs = set(os.listdir(self.site))

    def leftovers(self):
        return [self.site / name for name in os.listdir(self.site) if name not in self.inputs]

    def environment(self):
        """The user's own, with every cache inside the tool's folder, where it counts as left over."""
        return os.environ | {"XDG_CACHE_HOME": str(self.site / ".cache")}


class Saar(Tool):
    name, flavour, layout, settings = "saar", "saar", "saar", "site.yaml"
    binary = None

    @classmethod
    def found(cls):
        return cls.binary

    def lay_out(self, corpus):
        self.site.mkdir()
        link_tree(corpus / "content", self.site / "content")
        shutil.copy(corpus / self.settings, self.site / "site.yaml")

    def command(self):
        return [self.binary, "build", str(self.site), "--output", str(self.output)]

    def version(self):
        return first_line([self.binary, "--version"])


class SaarAll(Saar):
    name, settings = "saar-all", "site-all.yaml"


class Hugo(Tool):
    name = "hugo"

    @staticmethod
    def found():
        return program("HUGO_BIN", "hugo")

    def command(self):
        return [self.found(), "--quiet", "--cacheDir", str(self.site / ".cache")]

    def version(self):
        return first_line([self.found(), "version"])


class Zola(Tool):
    name, layout = "zola", "zola"

    @staticmethod
    def found():
        return program("ZOLA_BIN", "zola")

    def lay_out(self, corpus):
        import convert
        shutil.copytree(HERE / self.name, self.site)
        convert.convert_tree(corpus, self.site / "content")

    def command(self):
        return [self.found(), "build"]

    def version(self):
        return first_line([self.found(), "--version"])


class Eleventy(Tool):
    name, layout = "eleventy", "eleventy"

    def __init__(self, work):
        super().__init__(work)
        self.output = self.site / "_site"

    @staticmethod
    def found():
        modules = os.environ.get("ELEVENTY_MODULES")
        return program("NODE_BIN", "node") if modules and Path(modules, "@11ty").is_dir() else None

    def lay_out(self, corpus):
        shutil.copytree(HERE / self.name, self.site, ignore=shutil.ignore_patterns("node_modules"))
        for year in corpus.iterdir():
            link_tree(year, self.site / "src" / year.name)
            shutil.copy(self.site / "article.11tydata.json",
                        self.site / "src" / year.name / f"{year.name}.11tydata.json")
        (self.site / "node_modules").symlink_to(Path(os.environ["ELEVENTY_MODULES"]).absolute())

    def command(self):
        return [self.found(), *os.environ.get("NODE_FLAGS", "").split(),
                "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]

    def version(self):
        package = Path(os.environ["ELEVENTY_MODULES"], "@11ty", "eleventy", "package.json")
        return f"eleventy {json.loads(package.read_text())['version']}, node {first_line([self.found(), '--version'])}"


TOOLS = {tool.name: tool for tool in (Saar, SaarAll, Hugo, Zola, Eleventy)}


# ---------------------------------------------------------------- the clock


@dataclass
class Run:
    wall: float
    user: float
    system: float
    peak: float = 0.0          # bytes
    code: int | str = 0
    timed_out: bool = False

    @property
    def cpu(self):
        return self.user + self.system


def timed(command, folder, log, timeout, environment=None):
    """Runs a command to its end under clock.py."""
    clock = [sys.executable, "-S", HERE / "clock.py", str(timeout), log, *command]
    done = subprocess.run(clock, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
    return Run(**json.loads(done.stdout))


def write_all(folder, files):
    made = set()
    for name, data in files:
        path = os.path.join(folder, name)
        parent = os.path.dirname(path)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        with open(path, "wb") as file:
            file.write(data)


def timed_writing(tree, target):
    """Two processes write a tree from memory; they inherit its bytes, so nothing is read or passed."""
    files = [(path.relative_to(tree).as_posix(), path.read_bytes()) for path in sorted(tree.rglob("*"))
             if path.is_file()]
    half = len(files) // 2
    gc.freeze()
    os.sync()
    start, children = time.monotonic(), []
    for part in (files[:half], files[half:]):
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                write_all(target, part)
                code = 0
            os._exit(code)
        children.append(child)
    ends = [os.wait4(child, 0) for child in children]
    wall = time.monotonic() - start
    gc.unfreeze()
    return Run(wall, sum(usage.ru_utime for *_, usage in ends), sum(usage.ru_stime for *_, usage in ends),
               0.0, max(os.waitstatus_to_exitcode(status) for _, status, _ in ends))


# ---------------------------------------------------------------- one size of corpus


def on_memory(folder):
    """Whether the folder lies on a memory file system."""
    mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()] \
        if Path("/proc/self/mounts").exists() else []
    holding = [(len(point), kind) for point, kind in mounts if folder.is_relative_to(point)]
    return bool(holding) and max(holding)[1] in ("tmpfs", "ramfs")


class Workplace:
    """The folder a comparison works in, and how old outputs leave it."""

    def __init__(self, folder):
        self.folder = folder
        self.memory = on_memory(folder)
        self.trash = folder / "trash"

    def clear(self, *paths):
        for path in paths:
            if not os.path.lexists(path):
                continue
            if self.memory:
                path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
            else:
                self.trash.mkdir(exist_ok=True)
                path.rename(self.trash / str(len(os.listdir(self.trash))))

    def empty_trash(self):
        shutil.rmtree(self.trash, ignore_errors=True)


def census(tree):
    """(files, bytes) of a tree; a link at its top is followed."""
    sizes = [os.stat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(tree) for name in names]
    return len(sizes), sum(sizes)


def read_once(tree):
    for folder, _, names in os.walk(tree):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                file.read()


@dataclass
class Row:
    """All runs of one thing."""
    name: str
    n: int
    runs: list = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    note: str = ""

    def middle(self, what):
        return statistics.median(getattr(run, what) for run in self.runs)

    def least(self, what):
        return min(getattr(run, what) for run in self.runs)

    @property
    def failed(self):
        return any(run.code or run.timed_out for run in self.runs)

    def numbers(self):
        return {"name": self.name, "n": self.n, "runs": len(self.runs), "cpu": self.middle("cpu"),
                "user": self.middle("user"), "system": self.middle("system"), "cpu_least": self.least("cpu"),
                "wall": self.middle("wall"), "wall_least": self.least("wall"),
                "wall_most": max(run.wall for run in self.runs), "peak": self.middle("peak"),
                "files": self.files, "bytes": self.bytes, "failed": self.failed,
                "timed_out": any(run.timed_out for run in self.runs), "note": self.note}


class Comparison:
    """Everything about one corpus: its tools, its runs, its rows."""

    def __init__(self, n, names, args, workplace):
        self.n, self.args, self.workplace = n, args, workplace
        self.folder = workplace.folder / str(n)
        self.folder.mkdir()
        self.tools = [TOOLS[name](self.folder) for name in names]
        self.rows = {}
        self.stopped = set()
        self.checks_failed = 0

    def corpus(self, flavour):
        return self.folder / "corpus" / flavour

    def prepare(self):
        flavours = sorted({tool.flavour for tool in self.tools})
        say(f"{self.n} articles, load {os.getloadavg()[0]:.1f}: making the corpus ({', '.join(flavours)})")
        making = [subprocess.Popen([sys.executable, GENERATOR, str(self.n), self.corpus(flavour), "--flavour", flavour,
                                    "--seed", str(self.args.seed)], stderr=subprocess.DEVNULL) for flavour in flavours]
        if any(process.wait() for process in making):
            sys.exit("the corpus could not be made")
        for flavour in flavours:
            read_once(self.corpus(flavour))
        for tool in self.tools:
            tool.stage(self.corpus(tool.flavour))

    def add(self, name, run, files=0, size=0, note=""):
        row = self.rows.setdefault(name, Row(name, self.n))
        row.runs.append(run)
        row.files, row.bytes, row.note = files or row.files, size or row.bytes, note or row.note
        ending = " TIMED OUT" if run.timed_out else f" FAILED: {run.code}" if run.code else ""
        say(f"{self.n} {name}: cpu {run.cpu:.2f} wall {run.wall:.2f} peak {run.peak / 2**20:.0f} MiB{ending} {note}")

    def build(self, tool):
        return timed(tool.command(), tool.site, self.folder / f"{tool.name}.log", self.args.timeout,
                     tool.environment())

    def running(self):
        return [tool for tool in self.tools if tool.name not in self.stopped]

    def cold(self):
        for turn in range(self.args.runs):
            for tool in self.running():
                self.workplace.clear(*tool.leftovers())
                run = self.build(tool)
                size = census(tool.output)
                run.code = run.code or (0 if size[0] else NOTHING_WRITTEN)
                self.add(tool.name, run, *size)
                if run.code:
                    self.stopped.add(tool.name)
                    self.show_log(tool)
            self.floor()

    def show_log(self, tool):
        lines = (self.folder / f"{tool.name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        for line in lines[-8:]:
            say(f"  {tool.name}: {line}")

    def floor(self):
        built = {tool.name: tool for tool in self.running()}
        if not built:
            return
        flavour = "peers" if self.corpus("peers").is_dir() else "saar"
        self.add("floor: read", timed(
            ["sh", "-c", "find . -name '*.md' -print0 | xargs -0 -P2 -n500 cat >/dev/null"],
            self.corpus(flavour), self.folder / "floor.log", self.args.timeout))
        trees = [built.get("hugo") or next(iter(built.values()))]
        if self.args.all:
            trees += [tool for name, tool in built.items() if name.startswith("saar") and tool not in trees]
        target = self.folder / "floor"
        for i, tool in enumerate(trees):
            of = "" if i == 0 else f" {tool.name}"
            size = census(tool.output)
            tree = tool.output.resolve()
            self.workplace.clear(target)
            self.add(f"floor: copy{of}", timed(["cp", "-r", tree, target], self.folder, self.folder / "floor.log",
                                               self.args.timeout), *size, note=f"{tool.name}'s tree")
            self.workplace.clear(target)
            self.add(f"floor: write{of}", timed_writing(tree, target), *size, note=f"{tool.name}'s tree")
            self.workplace.clear(target)

    def edit(self):
        for tool in self.running():
            article = newest_article(tool.site)
            for kind, change in EDITS.items():
                for turn in range(1 if kind == "first" else self.args.runs):
                    mark = f"{kind.upper()}{turn}X{self.args.seed}"
                    change(article, mark)
                    run = self.build(tool)
                    if run.code:
                        self.add(f"{tool.name} {kind}", run)
                        self.show_log(tool)
                        break
                    self.add(f"{tool.name} {kind}", run, *census(tool.output), note=self.shown(tool, article, kind, mark))

    @staticmethod
    def shown(tool, article, kind, mark):
        """Whether the pages show the edit."""
        site = same_lists.Site(tool.output, same_lists.LAYOUTS[tool.layout], "https://digest.example/")
        page = site.article_page((article.parts[-3], article.parts[-2], article.stem))
        shows = lambda name: (site.root / name).is_file() and mark in site.read(name)
        pages = {"first": [page], "text": [page], "title": [page, "index.html"], "none": []}[kind]
        stale = [name for name in pages if not shows(name)]
        return f"STALE: {', '.join(stale)}" if stale else "the pages show it"

    def check(self):
        """The other sites against Hugo's, list by list."""
        built = {tool.name: tool for tool in self.running()}
        site = {name: same_lists.Site(tool.output, same_lists.LAYOUTS[tool.layout], "https://digest.example/")
                for name, tool in built.items()}
        if "hugo" not in site:
            say("no check of the lists: it needs Hugo's")
            return
        for name in built:
            if name != "hugo":
                print(f"\n{self.n} articles, the pages and lists of {name} against Hugo's:")
                self.checks_failed += same_lists.compare(site[name], site["hugo"], max(1, self.n // 500))

    # ------------------------------------------------------------ what is printed

    def floor_cpu(self):
        parts = [self.rows.get(name) for name in ("floor: read", "floor: write")]
        return sum(row.middle("cpu") for row in parts) if all(parts) else None

    def ratios(self, row):
        """CPU, wall and memory over saar's at the same, and CPU over the floor's; None where there is none."""
        kind = row.name.rpartition(" ")[2]
        saar = self.rows.get(f"saar {kind}" if kind in EDITS else "saar")
        floor = None if row.failed else self.floor_cpu()
        usable = saar and not saar.failed and not row.failed
        over = {what: row.middle(what) / saar.middle(what) if usable and saar.middle(what) else None
                for what in ("cpu", "wall", "peak")}
        return {**{f"{what}_over_saar": value for what, value in over.items()},
                "cpu_over_floor": row.middle("cpu") / floor if floor else None}

    def table(self):
        head = ["", "CPU s", "user", "sys", "wall s [least-most]", "peak MiB", "files", "MB",
                "CPU/saar", "wall/saar", "peak/saar", "CPU/floor"]
        lines = [head]
        for row in self.rows.values():
            r, tool = self.ratios(row), not row.name.startswith("floor")
            times = lambda value, wanted=True: f"{value:.2f}" if value is not None and wanted else ""
            lines.append([row.name + (" FAILED" if row.failed else ""),
                          f"{row.middle('cpu'):.2f}", f"{row.middle('user'):.2f}", f"{row.middle('system'):.2f}",
                          f"{row.middle('wall'):.2f} [{row.least('wall'):.2f}-{max(run.wall for run in row.runs):.2f}]",
                          f"{row.middle('peak') / 2**20:.0f}" if tool else "",
                          str(row.files or ""), f"{row.bytes / 1e6:.1f}" if row.bytes else "",
                          times(r["cpu_over_saar"]), times(r["wall_over_saar"]),
                          times(r["peak_over_saar"], tool), times(r["cpu_over_floor"])])
        print(f"\n{self.n} articles, {self.args.runs} runs, medians, on "
              f"{'a memory file system' if self.workplace.memory else 'a disk'}")
        print_columns(lines)
        for row in self.rows.values():
            if row.note.startswith("STALE"):
                print(f"{row.name}: {row.note}")

    def edits(self):
        """What an edit costs, as a part of the tool's own full build."""
        for tool in self.tools:
            for kind in EDITS:
                full, edit = self.rows.get(tool.name), self.rows.get(f"{tool.name} {kind}")
                if full and edit:
                    print(f"{tool.name} {kind}: {edit.middle('cpu') / full.middle('cpu'):.3f} of the CPU "
                          f"and {edit.middle('wall') / full.middle('wall'):.3f} of the wall of its full build")


def print_columns(lines):
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(line, widths))).rstrip())


def newest_article(site):
    newest = ("", None)
    for path in site.rglob("*.md"):
        if path.name == "_index.md" or "node_modules" in path.parts:
            continue
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith(("date: ", "date = ")):
                    newest = max(newest, (line.split()[-1], path))
                    break
    return newest[1]


def change_title(path, mark):
    """Puts a word before the title. The file is made anew: its bytes are shared with the other tools."""
    text = path.read_text(encoding="utf-8")
    for key in ('\ntitle: "', '\ntitle = "'):
        text = text.replace(key, key + mark + " ", 1)
    path.unlink()
    path.write_text(text, encoding="utf-8")


def change_text(path, mark):
    """Adds a sentence to the body."""
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(f"{text}\n{mark}.\n", encoding="utf-8")


def change_nothing(path, mark):
    # a file written just before a build is looked at by its content in the next: that is another case
    time.sleep(2.5)


# in this order: the first build after one into an empty folder is a case of its own
EDITS = {"first": change_text, "text": change_text, "title": change_title, "none": change_nothing}


def print_growth(comparisons):
    """How the cost grows with the corpus, beside the growth of the floor in the same run."""
    for small, large in zip(comparisons, comparisons[1:]):
        floor = large.floor_cpu() / small.floor_cpu() if small.floor_cpu() and large.floor_cpu() else None
        print(f"\ngrowth from {small.n} to {large.n} articles (x {large.n / small.n:g})")
        lines = [["", "CPU", "wall", "peak", "CPU growth / floor's"]]
        for name, row in large.rows.items():
            before = small.rows.get(name)
            if not before or row.failed or before.failed:
                continue
            grown = {what: row.middle(what) / before.middle(what) if before.middle(what) else 0.0
                     for what in ("cpu", "wall", "peak")}
            if name.startswith("floor"):
                grown["peak"] = 0.0
            lines.append([name, *(f"x {grown[what]:.2f}" if grown[what] else "" for what in grown),
                          f"{grown['cpu'] / floor:.2f}" if floor else ""])
        if floor:
            lines.append(["floor: read + write", f"x {floor:.2f}", "", "", "1"])
        print_columns(lines)


# ---------------------------------------------------------------- the whole


def chosen(args, n):
    """The names of the tools for a corpus of n articles."""
    if args.peers:
        names = args.peers.split(",")
        if unknown := [name for name in names if name not in TOOLS]:
            sys.exit(f"no such tool: {', '.join(unknown)}; there are {', '.join(TOOLS)}")
        for name in names:
            if not TOOLS[name].found():
                sys.exit(f"{name} is not found; see --help for the variable that names it")
    else:
        names = [name for name in ("saar", "hugo", "zola", "eleventy") if TOOLS[name].found()]
        if n >= LARGE:
            names = [name for name in names if name in ("saar", "hugo")]
    if args.all and "saar" in names and "saar-all" not in names:
        names.insert(names.index("saar") + 1, "saar-all")
    return names


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int, nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", help="the tools, in the order of their turns")
    parser.add_argument("--all", action="store_true", help="saar making everything, as a further row")
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--saar-bin")
    parser.add_argument("--work", type=Path, help="where to work; default: a new folder, in memory if there is such")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=900)
    parser.add_argument("--no-check", action="store_true", help="do not compare the pages and lists")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", action="store_true", help="leave the corpus, the sites and the logs")
    return parser.parse_args()


def main():
    args = arguments()
    Saar.binary = program("SAAR_BIN", str(HERE.parents[1] / "target" / "release" / "saar"))
    if args.saar_bin:
        Saar.binary = shutil.which(args.saar_bin) and str(Path(args.saar_bin).absolute())
    if args.work:
        args.work.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="saar-peers-", dir=args.work or (MEMORY if MEMORY.is_dir() else None)))
    workplace = Workplace(folder.resolve())
    versions, comparisons = {}, []
    try:
        for n in sorted(args.n):
            names = chosen(args, n)
            if not names:
                sys.exit("no tool was found; see --help")
            comparison = Comparison(n, names, args, workplace)
            comparison.prepare()
            for tool in comparison.tools:
                if tool.name not in versions:
                    versions[tool.name] = tool.version()
                    say(f"{tool.name}: {versions[tool.name]}")
            comparison.cold()
            if not args.no_check:
                comparison.check()
            if args.edit:
                comparison.edit()
            comparison.table()
            comparison.edits()
            comparisons.append(comparison)
            if not args.keep and workplace.memory:
                shutil.rmtree(comparison.folder)
        print_growth(comparisons)
    finally:
        workplace.empty_trash()
        if args.keep:
            say(f"kept: {workplace.folder}")
        else:
            shutil.rmtree(workplace.folder, ignore_errors=True)
    if args.json:
        args.json.write_text(json.dumps({
            "machine": {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}",
                        "memory_file_system": workplace.memory},
            "versions": versions, "seed": args.seed, "runs": args.runs,
            "sizes": [{"n": c.n, "floor_cpu": c.floor_cpu(), "checks_failed": c.checks_failed,
                       "rows": [row.numbers() | c.ratios(row) for row in c.rows.values()]} for c in comparisons],
        }, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(c.checks_failed or c.stopped for c in comparisons))


if __name__ == "__main__":
    main()
