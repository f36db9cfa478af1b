"""What every part works with: projects, snapshots of trees, runs of the program with and without strace."""

import concurrent.futures
import hashlib
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import time

# calls that read or change files; those that a system does not have are skipped by strace
CALLS = ("openat read pread64 write pwrite64 close statx newfstatat getdents64 mkdir mkdirat rename renameat renameat2 "
         "link linkat unlink unlinkat rmdir fsync syncfs ftruncate utimensat copy_file_range flock").split()
# those that leave something else on the disk than was there
CHANGING = ("openat write pwrite64 mkdir mkdirat rename renameat renameat2 link linkat unlink unlinkat rmdir fsync "
            "syncfs ftruncate utimensat copy_file_range flock").split()
AS_OF = ("--as-of", "2026-01-01", "--threads", "1")
SETTINGS = "title: {}\nbase_url: https://example.org/\nmake: [articles, subjects, feed, data]\n"
DOCUMENTED = {0, 1, 2, 3, 4, 5, 6, 70}


def article(title, region="up/kanpur-nagar", day="2024-04-28", words=40):
    """A good article."""
    return (f"---\ntitle: {title}\ndate: {day}\nregion: {region}\nsource: {{outlet: Example}}\n---\n"
            f"{'कानपुर में बैठक हुई। ' * (words // 4)}\n")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def snapshot(folder):
    """The hash of every file below a folder, by path; `None` if there is no such folder."""
    if not folder.is_dir():
        return None
    tree = {}
    for at, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                tree[os.path.relpath(path, folder)] = hashlib.blake2b(file.read()).digest()
    return tree


def stages(folder):
    """Stages of builds that are beside an output."""
    return sorted(name for name in os.listdir(folder) if ".saar-stage-" in name)


class Fault(AssertionError):
    """What a case found."""


def need(holds, what):
    """Fails a case, also where Python leaves assertions out."""
    if not holds:
        raise Fault(what)


class Lab:
    """A folder to work in, the program, and how much is to be done."""

    def __init__(self, saar, work, nightly):
        self.saar, self.work, self.nightly = saar, work, nightly
        self.random = random.Random(20240604)

    def count(self, quick, nightly):
        """How many cases."""
        return nightly if self.nightly else quick

    def fresh(self, name):
        """An empty folder."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def run(self, *arguments, before=(), limits=(), timeout=120, **options):
        """Runs the program; `before` is a command around it, `limits` are those of the system."""
        def limit():
            for kind, value in limits:
                resource.setrlimit(kind, (value, value))
        command = [*map(str, before), str(self.saar), *map(str, arguments)]
        options = {"capture_output": True, "text": True, "errors": "replace", **options}
        return subprocess.run(command, timeout=timeout, preexec_fn=limit if limits else None, **options)

    def start(self, *arguments):
        """Starts the program and leaves it to the caller."""
        command = [str(self.saar), *map(str, arguments)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def built(self, root, *arguments):
        """Builds what must succeed, and takes a snapshot of it."""
        run = self.run("build", root, *AS_OF, *arguments)
        need(run.returncode == 0, f"a build without a fault ended with {run.returncode}: {run.stderr}")
        return snapshot(root / "public")

    def traced(self, faults, *arguments):
        """Runs the program with faults injected, each as strace takes them after `inject=`."""
        calls = ",".join(f"?{fault.split(':')[0]}" for fault in faults)
        inject = [part for fault in faults for part in ("-e", f"inject=?{fault}")]
        # with --seccomp-bpf strace 6.1 injects no signals
        return self.run(*arguments, before=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", *inject])

    def points(self, calls, *arguments):
        """How often each call is made by the thread that makes it most often, and how often before any other
        thread starts: strace counts the calls of each thread on its own."""
        trace = self.work / "trace"
        listed = ",".join(f"?{call}" for call in [*calls, "clone", "clone3"])
        self.run(*arguments, before=["strace", "-f", "-qq", "-o", trace, "-e", f"trace={listed}"])
        made, starting = {}, None
        for line in trace.read_text(errors="replace").splitlines():
            if found := re.match(r"(\d+)\s+(\w+)\(", line):
                thread, call = found.groups()
                if call.startswith("clone"):
                    starting = starting or {call: n for (_, call), n in made.items()}
                else:
                    made[thread, call] = made.get((thread, call), 0) + 1
        most = {call: max(n for (_, c), n in made.items() if c == call) for _, call in made}
        return most, starting or {}


class Scene:
    """A project before a build, to be set up again and again, and the sites between which the build decides."""

    def __init__(self, lab, name, standing, arguments=()):
        self.lab, self.name, self.arguments = lab, name, (*AS_OF, *arguments)
        self.folder = lab.fresh(f"scene-{name}")
        root = self.folder
        write(root / "site.yaml", SETTINGS.format("One"))
        for number in range(3):
            write(root / f"content/{number}.md", article(f"खबर {number}", day=f"2024-04-{10 + number}"))
        if standing:
            lab.built(root)
            write(root / "content/0.md", article("दूसरी खबर", day="2024-04-10"))
            lab.built(root)
            write(root / "content/0.md", article("तीसरी खबर", "mp", day="2024-04-10"))
            write(root / "content/3.md", article("चौथी खबर", "mp"))
            (root / "content/1.md").unlink()
        self.before = snapshot(root / "public")
        cold = lab.fresh(f"scene-{name}-cold")
        for part in ("site.yaml", "content"):
            subprocess.run(["cp", "-a", str(root / part), str(cold)], check=True)
        self.after = lab.built(cold, "--no-cache")
        need(self.before != self.after, "the scene changes nothing")

    def set_up(self, slot):
        """The project as it was, in a folder of its own."""
        root = self.lab.fresh(f"slot-{self.name}-{slot}") / "project"
        subprocess.run(["cp", "-a", str(self.folder), str(root)], check=True)
        return root

    def state(self, root):
        """`old` or `new`; anything else is a fault."""
        tree = snapshot(root / "public")
        need(tree in (self.before, self.after), f"the site is neither the old nor the new one: {differ(tree, self)}")
        return "new" if tree == self.after else "old"

    def check_next(self, root, foreign=()):
        """What is left after a fault is whole, and the next build sets everything right."""
        if (root / "public").exists():
            verified = self.lab.run("verify", root / "public")
            need(verified.returncode == 0, f"verify: {verified.stderr}")
        run = self.lab.run("build", root, *self.arguments)
        need(run.returncode == 0, f"the next build ended with {run.returncode}: {run.stderr}")
        need(snapshot(root / "public") == self.after, "the next build made another site")
        need(stages(root) == list(foreign), f"the next build left {stages(root)}")


def differ(tree, scene):
    """A few words on how a tree differs."""
    if tree is None:
        return "there is none"
    old = scene.before or {}
    both = sorted(path for path in tree if tree[path] not in (old.get(path), scene.after.get(path)))
    return f"{len(tree)} files, {len(old)} before, {len(scene.after)} after; strange: {both[:3]}"


def sweep(cases, work, workers=2):
    """Runs `work(case, slot)` for all cases, two at a time; gives how often each result came and the faults."""
    slots, counts, faults = list(range(workers)), {}, []

    def one(case):
        slot = slots.pop()
        try:
            return work(case, slot)
        except (Fault, OSError, subprocess.SubprocessError) as fault:
            faults.append(f"{case}: {fault}")
            return "failed"
        finally:
            slots.append(slot)

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for result in pool.map(one, cases):
            counts[result] = counts.get(result, 0) + 1
    return counts, faults


def stride(cases, most, rng):
    """At most that many of the cases, evenly, beginning anywhere."""
    cases = list(cases)
    if len(cases) <= most:
        return cases
    start = rng.random()
    return [cases[int((start + at) * len(cases) / most)] for at in range(most)]


def until(end):
    """Counts up until a time has come."""
    number = 0
    while time.monotonic() < end:
        yield number
        number += 1


def program(path):
    """A program that is there, as a whole path."""
    found = shutil.which(path)
    return pathlib.Path(found).resolve() if found else None
