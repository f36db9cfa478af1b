"""Builds beside others, told to end, and after others that died (K-09, K-10, K-14, K-15)."""

import fcntl
import signal
import subprocess
import time

from lab import AS_OF, Scene, article, need, snapshot, stages, sweep, write


def larger(lab, name, articles=400):
    """A project whose build takes long enough to meet it at work."""
    root = lab.fresh(name)
    write(root / "site.yaml", "title: One\nbase_url: https://example.org/\nmake: [articles, subjects, feed, data]\n")
    for number in range(articles):
        day = f"20{20 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}"
        write(root / f"content/{number}.md", article(f"खबर {number}", day=day, words=400))
    old = lab.built(root)
    write(root / "site.yaml", (root / "site.yaml").read_text(encoding="utf-8").replace("One", "Two"))
    return root, old


def staged(root, build, seconds=20):
    """Waits until a build has a stage; whether it has one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and build.poll() is None:
        if stages(root):
            return True
        time.sleep(0.001)
    return False


def builds(lab):
    """Two and twenty at once, a lock held elsewhere, and one whose holder is killed."""
    root, old = larger(lab, "together")

    def at_once(number, _):
        write(root / "site.yaml", (root / "site.yaml").read_text(encoding="utf-8").replace("Two", "Two+"))
        running = [(time.monotonic(), lab.start("build", root, "--no-cache", *AS_OF)) for _ in range(number)]
        codes, longest = [], 0
        for began, build in running:
            codes.append(build.wait())
            longest = max(longest, time.monotonic() - began)
        need(set(codes) <= {0, 5} and 0 in codes, f"they ended with {sorted(codes)}")
        need(lab.run("verify", root / "public").returncode == 0, "the site is not whole")
        need(not stages(root), f"they left {stages(root)}")
        print(f"  {number} at once: {codes.count(0)} built, {codes.count(5)} were refused")
        return "one at a time"

    def refused(_, slot):
        with open(root / ".public.saar-lock", "r+", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            began = time.monotonic()
            run = lab.run("build", root, *AS_OF)
            took = time.monotonic() - began
        need(run.returncode == 5 and "another build" in run.stderr, f"it ended with {run.returncode}: {run.stderr}")
        need(took < 2, f"it took {took:.1f} s to say so")
        return "refused"

    def killed(at, _):
        write(root / "site.yaml", (root / "site.yaml").read_text(encoding="utf-8").replace("Two", "Two-"))
        before = snapshot(root / "public")
        build = lab.start("build", root, "--no-cache", *AS_OF)
        need(staged(root, build), "no build at work was met")
        build.kill()
        build.wait()
        need(snapshot(root / "public") == before, "the old site has changed")
        need(lab.built(root) != before, "the next build built nothing")
        need(not stages(root), f"the next build left {stages(root)}")
        return "built after a kill"

    need(old is not None, "there is a site")
    counts, faults = {}, []
    for cases, work in (([2, 20], at_once), ([0], refused), (range(lab.count(3, 20)), killed)):
        result = sweep(cases, work, workers=1)
        counts |= result[0]
        faults += result[1]
    return counts, faults


def signals(lab):
    """Told to end at any moment, a build removes what it has staged."""
    root, old = larger(lab, "signals", lab.count(700, 2000))
    began = time.monotonic()
    lab.built(root, "-o", root / "elsewhere/public")
    new = snapshot(root / "elsewhere/public")
    whole = time.monotonic() - began
    slowest = 0

    def tell(case, _):
        nonlocal slowest
        kind, twice = case
        before = snapshot(root / "public")
        build = lab.start("build", root, *AS_OF)
        if lab.random.random() < 0.7:
            staged(root, build)
            time.sleep(lab.random.random() * whole * 0.6)
        else:
            time.sleep(lab.random.random() * whole)
        told = time.monotonic()
        build.send_signal(kind)
        if twice:
            time.sleep(0.005)
            build.send_signal(kind)
        code = build.wait()
        took = time.monotonic() - told
        tree = snapshot(root / "public")
        need(code in (0, 128 + kind, -kind), f"it ended with {code}")
        need(tree == (new if code == 0 else before), f"it ended with {code}, and another site stands")
        need(not stages(root), f"it left {stages(root)}")
        if code != 0:
            slowest = max(slowest, took)
            need(took < 2, f"it took {took:.1f} s")
        if tree == new:
            # back to the old site, so that there is something to build
            subprocess.run(["rm", "-rf", str(root / "public"), str(root / ".public.saar-previous")], check=True)
            subprocess.run(["cp", "-al", str(root / "kept"), str(root / "public")], check=True)
        return {0: "ended before", 128 + kind: f"exit {128 + kind}"}.get(code, "ended before it began")

    subprocess.run(["cp", "-a", str(root / "public"), str(root / "kept")], check=True)
    need(snapshot(root / "kept") == old, "a copy is a copy")
    kinds = [(signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGHUP, False), (signal.SIGINT, True)]
    counts, faults = sweep(kinds * lab.count(3, 50), tell, workers=1)
    for code in (129, 130, 143):
        if not counts.get(f"exit {code}"):
            faults.append(f"no build ended with {code}")
    print(f"  the slowest took {slowest * 1000:.0f} ms to end")
    return counts, faults


def leftovers(lab):
    """Stages of dead builds, and a swap in two steps that was killed in between."""
    scene = Scene(lab, "warm", True)
    cases = [("stages", "", 0, "")]
    cases += [(command, call, at, then) for command in ("build", "rollback")
              # the swap comes last; before it single files are moved
              for call, at in list(renames(lab, scene, command))[-lab.count(5, 1000):]
              for then in ("build", "rollback", "verify")]

    def die(case, slot):
        command, call, at, then = case
        root = scene.set_up(slot)
        if command == "stages":
            for name in ("4711", "4712", "4713", "base", "older"):
                write(root / f".public.saar-stage-{name}/a/index.html", "half")
            write(root / "public.saar-stage-1/mine", "mine")
            scene.check_next(root, ["public.saar-stage-1"])
            return "cleaned"
        before, previous = scene.before, snapshot(root / ".public.saar-previous")
        arguments = scene.arguments if command == "build" else ()
        run = lab.traced(["renameat2:error=EINVAL", f"{call}:signal=KILL:when={at}"], command, root, *arguments)
        need(run.returncode in (-9, 137), f"it ended with {run.returncode}: {run.stderr}")
        tree, sites = snapshot(root / "public"), (before, scene.after, previous)
        need(tree is None or tree in sites, "the site is none of those that there were")
        gap = tree is None
        if then == "verify":
            run = lab.run("verify", root / "public")
            need(run.returncode == (2 if gap else 0), f"verify: {run.returncode} {run.stderr}")
            need(not gap or "was killed" in run.stderr, f"verify does not say why: {run.stderr}")
        elif then == "rollback":
            run = lab.run("rollback", root)
            # a build gives up the generation before the old one before it swaps
            need(run.returncode in (0, 2), f"rollback: {run.returncode} {run.stderr}")
            need(snapshot(root / "public") in sites, "after a rollback there is another site or none")
            need(lab.run("verify", root / "public").returncode == 0, "after a rollback the site is not whole")
        scene.check_next(root)
        need(not (root / ".public.saar-aside").exists(), "the folder of the swap stayed")
        return "no site until the next start" if gap else "a site"

    return sweep(cases, die)


def renames(lab, scene, command):
    """Moves of a folder that this command makes where it cannot swap two, as kills find them."""
    arguments = scene.arguments if command == "build" else ()
    for call in ("rename", "renameat"):
        for at in range(1, 200):
            faults = ["renameat2:error=EINVAL", f"{call}:signal=KILL:when={at}"]
            if lab.traced(faults, command, scene.set_up("count"), *arguments).returncode == 0:
                break
            yield call, at


def threads(lab):
    """Threads that cannot be started, from the first, the second, ... on; a worker that panics is tested in Rust."""
    scene = Scene(lab, "warm", True)

    def refuse(at, slot):
        root = scene.set_up(slot)
        faults = [f"{call}:error=EAGAIN:when={at}+" for call in ("clone3", "clone")]
        run = lab.traced(faults, "build", root, *scene.arguments)
        state = scene.state(root)
        need((run.returncode, state) in ((3, "old"), (0, "new")), f"{run.returncode}, {state}: {run.stderr}")
        need(run.returncode == 0 or "cannot start threads" in run.stderr, run.stderr)
        need(not stages(root), f"it left {stages(root)}")
        scene.check_next(root)
        return "exit 3" if run.returncode else "published"

    return sweep(range(1, 5), refuse)
