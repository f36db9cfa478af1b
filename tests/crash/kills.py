"""Kills that nothing can catch: before every call, and at random with a reader (K-01, K-02)."""

import hashlib
import multiprocessing
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

from lab import AS_OF, CALLS, CHANGING, Scene, Fault, need, snapshot, stride, sweep

BENCHES = pathlib.Path(__file__).resolve().parents[2] / "benches"


def at_every_call(lab):
    """A first build, a rebuild from the generation before, and one without cache, killed before each call."""
    scenes = [Scene(lab, "first", False), Scene(lab, "warm", True), Scene(lab, "cold", True, ["--no-cache"])]
    cases = []
    for scene in scenes:
        made, _ = lab.points(CALLS if lab.nightly else CHANGING, "build", scene.set_up("count"), *scene.arguments)
        cases += [(scene.name, call, at) for call, n in made.items() for at in range(1, n + 1)]
    # both orders of few calls matter: those that move whole folders are all tried
    rare = [case for case in cases if case[1] in ("rename", "renameat", "renameat2", "rmdir", "fsync", "syncfs")]
    chosen = cases if lab.nightly else rare + stride([c for c in cases if c not in rare], 90, lab.random)
    by_name = {scene.name: scene for scene in scenes}

    def kill(case, slot):
        name, call, at = case
        scene = by_name[name]
        root = scene.set_up(slot)
        run = lab.traced([f"{call}:signal=KILL:when={at}"], "build", root, *scene.arguments)
        need(run.returncode in (-9, 137, 0), f"it ended with {run.returncode}: {run.stderr}")
        state = scene.state(root)
        scene.check_next(root)
        return state if run.returncode else "not reached"

    return sweep(chosen, kill)


class Reader(multiprocessing.Process):
    """Opens the site over and over, and compares the manifest and random files of it with what one of the two
    generations holds; looks up pages of both by their paths too."""

    def __init__(self, site, generations):
        super().__init__(daemon=True)
        self.site, self.generations = site, generations
        self.end, (self.told, self.tell) = multiprocessing.Event(), multiprocessing.Pipe(duplex=False)
        self.of = {tree["manifest.json"]: tree for tree in generations}
        self.both = sorted(set(generations[0]) & set(generations[1]))
        self.random = random.Random(7)
        self.looks, self.files, self.faults = 0, 0, []

    def run(self):
        while not self.end.wait(0.001):
            try:
                self.look()
            except (Fault, OSError) as fault:
                self.faults.append(f"a reader: {fault}")
        self.tell.send((self.looks, self.files, self.faults))

    def stop(self):
        """Ends it; how often it looked, at how many files, and what it found."""
        self.end.set()
        told = self.told.recv()
        self.join()
        return told

    def look(self):
        folder = os.open(self.site, os.O_RDONLY | os.O_DIRECTORY)
        try:
            tree = self.of.get(hash_at("manifest.json", folder))
            need(tree is not None, "the manifest is of neither generation")
            for path in self.random.sample(list(tree), 8):
                need(hash_at(path, folder) == tree[path], f"{path} is of another generation than the manifest")
                self.files += 1
        finally:
            os.close(folder)
        path = self.random.choice(self.both)
        found = hash_at(self.site / path)
        need(any(found == tree[path] for tree in self.generations), f"{path} is of neither generation")
        self.looks += 1


def hash_at(path, folder=None):
    file = os.open(path, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(file, "rb") as file:
        return hashlib.blake2b(file.read()).digest()


def at_random(lab):
    """A site of some 4,000 pages, built with one title and then with another, and killed somewhere."""
    rounds = lab.count(30, 500)
    counts, faults = kill_at_random(lab, rounds, *saar_project(lab))
    if lab.hugo:
        other, torn = kill_at_random(lab, rounds, *hugo_project(lab), reads=False)
        # this is a figure to compare with, and no fault of ours
        print(f"  Hugo killed the same way: {len(torn)} torn of {sum(other.values())}"
              f" ({', '.join(f'{n} {state}' for state, n in sorted(other.items()))})", flush=True)
    return counts, faults


def saar_project(lab):
    root = lab.fresh("random")
    corpus(root, "saar", 2300)
    text = (root / "site.yaml").read_text(encoding="utf-8")

    def entitle(title):
        write_title(root / "site.yaml", text, title)
    return root / "public", entitle, [lab.saar, "build", root, *AS_OF[:2]]


def hugo_project(lab):
    root = lab.fresh("hugo")
    shutil.copytree(BENCHES / "peers/hugo", root, dirs_exist_ok=True)
    corpus(root / "content", "peers", 2300)
    text = (root / "hugo.toml").read_text(encoding="utf-8")

    def entitle(title):
        write_title(root / "hugo.toml", text, title)
    return root / "public", entitle, [lab.hugo, "--source", root, "--destination", root / "public", "--quiet"]


def corpus(folder, flavour, articles):
    subprocess.run([sys.executable, str(BENCHES / "corpus/gen_corpus.py"), str(articles), str(folder), "--flavour",
                    flavour], check=True, stdout=subprocess.DEVNULL)


def write_title(file, text, title):
    changed = text.replace("चुनाव डाइजेस्ट", title, 1)
    need(changed != text, f"{file.name} has no title to change")
    file.write_text(changed, encoding="utf-8")


def kill_at_random(lab, rounds, site, entitle, command, reads=True):
    command = [str(part) for part in command]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    generations = []
    for title in ("पहला", "दूसरा"):
        entitle(title)
        whole = kill_after(subprocess.Popen(command, **quiet), 1e9)
        generations.append(snapshot(site))
    need(generations[0] != generations[1], "both generations are the same")
    pages = sum(path.endswith(".html") for path in generations[0])
    stands, counts, faults = 1, {}, []
    reader = Reader(site, generations) if reads else None
    if reader:
        reader.start()
    end = time.monotonic() + (lab.minutes or 600) * 60
    for at in range(rounds):
        if time.monotonic() > end:
            break
        entitle(("पहला", "दूसरा")[1 - stands])
        kill_after(subprocess.Popen(command, **quiet), lab.random.random() * whole * 1.25)
        tree = snapshot(site)
        state = "old" if tree == generations[stands] else "new" if tree == generations[1 - stands] else "torn"
        counts[state] = counts.get(state, 0) + 1
        if state == "torn":
            faults.append(f"kill {at}: the site is neither generation")
            # from nothing, so that the next kill counts for itself
            shutil.rmtree(site)
            subprocess.run(command, check=True, **quiet)
        if state != "old":
            stands = 1 - stands
    if reader:
        looks, files, found = reader.stop()
        subprocess.run(command, check=True, **quiet)
        if snapshot(site) not in generations or any(".saar-stage-" in name for name in os.listdir(site.parent)):
            faults.append("the build after the last kill did not set everything right")
        faults += found
        print(f"  {pages} pages; {looks} looks of a reader at {files} files, {len(found)} torn or missing", flush=True)
    return counts, faults


def kill_after(build, seconds):
    """Kills a process after so much processor time, which does not depend on what else the machine does; gives what
    it used."""
    ticks = os.sysconf("SC_CLK_TCK")
    used = 0
    while used < seconds:
        fields = pathlib.Path(f"/proc/{build.pid}/stat").read_text(encoding="ascii").rsplit(")")[1].split()
        if fields[0] == "Z":
            break
        used = (int(fields[11]) + int(fields[12])) / ticks
        time.sleep(0.001)
    build.kill()
    build.wait()
    return used
