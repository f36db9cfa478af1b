"""What others do to the files of a build meanwhile and between builds (K-08, K-12)."""

import os
import random
import threading
import time

from lab import AS_OF, Scene, article, need, snapshot, stages, sweep, until, write


class Churn(threading.Thread):
    """Removes, cuts, replaces, grows and renames articles, without a pause."""

    def __init__(self, content):
        super().__init__(daemon=True)
        self.content, self.random, self.changes, self.end = content, random.Random(3), 0, False

    def run(self):
        while not self.end:
            number = self.random.randrange(60)
            path = self.content / f"{number}.md"
            text = article(f"खबर {self.random.randrange(999)}", day=f"2024-04-{1 + number % 28:02}")
            try:
                self.change(path, text)
            except FileNotFoundError:
                pass
            time.sleep(0.002)
            # most of the time all of them are good, so that some builds publish
            write(path, text)
            time.sleep(0.02)
            self.changes += 1

    def change(self, path, text):
        kind = self.random.randrange(6)
        if kind == 0:
            path.unlink()
        elif kind == 1:
            os.truncate(path, self.random.randrange(200))
        elif kind == 2:
            new = path.with_suffix(".new")
            write(new, text)
            new.replace(path)
        elif kind == 3:
            with open(path, "a", encoding="utf-8") as file:
                file.write("और एक बात। " * 2000)
        elif kind == 4:
            path.rename(path.with_name(f"{self.random.randrange(60)}.md"))
        else:
            write(path, text)


def churn(lab):
    """Builds while the articles change: whole sites or none, and no failure of the machine."""
    root = lab.fresh("churn")
    write(root / "site.yaml", "title: Churn\nbase_url: https://example.org/\nmake: [articles, subjects, feed, data]\n")
    for number in range(60):
        write(root / f"content/{number}.md", article(f"खबर {number}", day=f"2024-04-{1 + number % 28:02}"))
    lab.built(root)
    changing = Churn(root / "content")
    changing.start()
    counts, faults = {}, []
    for at in until(time.monotonic() + lab.count(5, 60)):
        before = snapshot(root / "public")
        run = lab.run("build", root, *AS_OF, "--allow-shrink", *(["--no-cache"] if at % 2 else []))
        verified = lab.run("verify", root / "public")
        whole = verified.returncode == 0 and (run.returncode == 0 or snapshot(root / "public") == before)
        if run.returncode not in (0, 1) or not whole or stages(root):
            codes = f"build {at} ended with {run.returncode}, verify with {verified.returncode}"
            faults.append(f"{codes}: {run.stderr[:300]}")
        result = "published" if run.returncode == 0 else f"exit {run.returncode}"
        counts[result] = counts.get(result, 0) + 1
    changing.end = True
    changing.join()
    for path in (root / "content").iterdir():
        write(path, article("खबर"))
    warm = lab.built(root, "--allow-shrink")
    if warm != lab.built(root, "--allow-shrink", "--no-cache"):
        faults.append("a build from the cache is not one from nothing")
    print(f"  {changing.changes} changes meanwhile")
    return counts, faults


def cache(lab):
    """A cache with one bit flipped, or cut: it is not used, or nothing of it that is wrong."""
    scene = Scene(lab, "warm", True)
    good = (scene.folder / ".public.saar-cache").read_bytes()
    number = lab.count(20, 700)
    cases = [("flip", at, 1 << lab.random.randrange(8)) for at in spread(len(good), number)]
    cases += [("cut", at, 0) for at in spread(len(good), number)]

    def damage(case, slot):
        kind, at, bit = case
        bad = good[:at] if kind == "cut" else good[:at] + bytes([good[at] ^ bit]) + good[at + 1:]
        root = scene.set_up(slot)
        (root / ".public.saar-cache").write_bytes(bad)
        run = lab.run("build", root, *scene.arguments)
        need(run.returncode == 0, f"it ended with {run.returncode}: {run.stderr}")
        need("note: " in run.stderr, f"it said nothing: {run.stderr}")
        scene.check_next(root)
        return "made anew"

    return sweep(cases, damage)


def spread(length, number):
    """So many places, the first and the last ones among them, where the parts of a cache begin and end."""
    step = max(1, length // number)
    return sorted({*range(0, length, step), *range(min(length, number // 4)), length - 1})
