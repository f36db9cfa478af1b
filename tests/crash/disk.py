"""What the machine refuses: room, inodes, calls, rights, memory (K-05, K-06, K-07, K-11)."""

import os
import resource
import subprocess

from lab import AS_OF, CALLS, DOCUMENTED, Scene, article, need, snapshot, stages, stride, sweep, write

ERRORS = ["EIO", "ENOSPC", "EACCES", "EINTR", "EMFILE", "EROFS"]
REMOVING = ("unlink", "unlinkat", "rmdir")


def failed(scene, root, run, codes):
    """What holds after a run that met a fault: the old site and a message, or the new one."""
    need(run.returncode in codes, f"it ended with {run.returncode}: {run.stderr}")
    need("panicked" not in run.stderr, f"it showed a panic: {run.stderr}")
    state = scene.state(root)
    need((state == "new") == (run.returncode == 0), f"it ended with {run.returncode}, and the {state} site stands")
    if run.returncode == 3:
        need("`" in run.stderr and "error: " in run.stderr, f"no path is named: {run.stderr}")
    return "published" if run.returncode == 0 else f"exit {run.returncode}"


def full(lab):
    """A file system of every size from what a build needs down to nothing, by bytes and by inodes; a limit on the
    size of a file; reports to a full device."""
    counts, faults = {}, []

    def count(more):
        for result, n in more[0].items():
            counts[result] = counts.get(result, 0) + n
        faults.extend(more[1])

    first, warm = Scene(lab, "first", False), Scene(lab, "warm", True)
    sizes = [0, 4, 64, 512, 1024, 2047, 4096, 32768, 131072, 1 << 20]

    def limited(size, slot):
        root = warm.set_up(slot)
        run = lab.run("build", root, *warm.arguments, limits=[(resource.RLIMIT_FSIZE, size)])
        result = failed(warm, root, run, (0, 3))
        need(not stages(root), f"it left {stages(root)}")
        warm.check_next(root)
        return result

    count(sweep(sizes, limited))
    count(sweep(["json", "verify", "github"], lambda case, slot: device(lab, warm, case, slot)))
    if os.geteuid() != 0:
        print("  NOT RUN without root: file systems that are full")
        return counts, faults
    for scene in (first, warm):
        count(small_disks(lab, scene))
    return counts, faults


def device(lab, scene, case, slot):
    root = scene.set_up(slot)
    arguments, options = ["build", root, *scene.arguments], {"capture_output": False, "stderr": subprocess.PIPE}
    if case == "verify":
        arguments = ["verify", root / "public"]
    else:
        arguments += ["--report", case]
    if case == "github":
        options |= {"stdout": subprocess.DEVNULL, "env": {**os.environ, "GITHUB_STEP_SUMMARY": "/dev/full"}}
    with open("/dev/full", "w", encoding="utf-8") as full_device:
        run = lab.run(*arguments, **{"stdout": full_device, **options})
    need(run.returncode == 3, f"it ended with {run.returncode}: {run.stderr}")
    need("/dev/full" in run.stderr or "standard output" in run.stderr, f"no path is named: {run.stderr}")
    # a report comes after publishing: the new site stands, whole
    scene.state(root)
    scene.check_next(root)
    return "exit 3"


def small_disks(lab, scene):
    """File systems in memory, on which a project stands with so much room beside it."""
    disk = lab.fresh("disk")
    mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", disk)
    try:
        root = disk / "project"
        restore(scene, root)
        held = used(disk)
        lab.run("build", root, *scene.arguments)
        need(scene.state(root) == "new", "there is room for a build")
        # while it is made, a site needs its new files twice at most
        room = [(now - then) * 2 for now, then in zip(used(disk), held)]
        cases = [(kind, held[kind] + room[kind] * part // 24) for kind in (0, 1)
                 for part in stride(range(25), lab.count(6, 25), lab.random)] + [(0, held[0]), (1, held[1])]

        def small(case, _):
            kind, limit = case
            mount("-o", "remount,size=1g,nr_inodes=1000000", disk)
            restore(scene, root)
            mount("-o", f"remount,size={max(limit, 4096)}" if kind == 0 else f"remount,nr_inodes={limit}", disk)
            run = lab.run("build", root, *scene.arguments)
            result = failed(scene, root, run, (0, 3))
            need(not stages(root), f"it left {stages(root)}")
            if run.returncode == 3:
                need(str(root) in run.stderr, f"no path is named: {run.stderr}")
            mount("-o", "remount,size=1g,nr_inodes=1000000", disk)
            scene.check_next(root)
            return result

        return sweep(cases, small, workers=1)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def restore(scene, root):
    subprocess.run(["rm", "-rf", str(root)], check=True)
    subprocess.run(["cp", "-a", str(scene.folder), str(root)], check=True)


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def used(disk):
    """Bytes and inodes."""
    at = os.statvfs(disk)
    return (at.f_blocks - at.f_bfree) * at.f_frsize, at.f_files - at.f_ffree


def errors(lab):
    """Each call fails once, in each way."""
    scenes = {scene.name: scene for scene in [Scene(lab, "warm", True), Scene(lab, "cold", True, ["--no-cache"])]}
    calls = [call for call in CALLS if call != "close"]
    cases = []
    for scene in scenes.values():
        made, starting = lab.points(calls, "build", scene.set_up("count"), *scene.arguments)
        # before the program itself begins, it is the loader that fails
        cases += [(scene.name, call, at, error) for call, n in made.items()
                  for at in range(starting.get(call, 0) + 1, n + 1) for error in ERRORS]
    rare = [case for case in cases if case[1].startswith("rename") and case[3] in ("EIO", "EROFS")]
    chosen = stride(cases, 4000, lab.random) if lab.nightly else rare + stride(cases, 90, lab.random)

    def fail(case, slot):
        name, call, at, error = case
        scene = scenes[name]
        root = scene.set_up(slot)
        run = lab.traced([f"{call}:error={error}:when={at}"], "build", root, *scene.arguments)
        result = failed(scene, root, run, (0, 1, 2, 3))
        if run.returncode == 1:
            need("unreadable" in run.stderr, f"no file is named: {run.stderr}")
        # what cannot be removed stays for the next build
        left = stages(root)
        older = result == "published" and left == [".public.saar-stage-older"]
        need(call in REMOVING or not left or older, f"it left {left}")
        scene.check_next(root)
        return result

    return sweep(chosen, fail)


def permissions(lab):
    """Files that may not be read or written, as a user who is not root."""
    user = []
    if os.geteuid() == 0:
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    scene = Scene(lab, "warm", True)
    write(scene.folder / "content/sub/9.md", article("एक और", "no-such-region"))
    cases = {
        "nothing is closed": ([], {1}, "unknown-name"),
        "the project cannot be written": ([(".", 0o555)], {1, 3}, None),
        "the project cannot be written, nothing to find": ([("-content/sub", 0), (".", 0o555)], {3}, ".saar-"),
        "an article cannot be read": ([("content/0.md", 0)], {1}, "unreadable"),
        "a folder cannot be read": ([("content/sub", 0)], {1, 3}, "content/sub"),
        "the settings cannot be read": ([("site.yaml", 0)], {1, 2, 3}, "site.yaml"),
        "the lock cannot be written": ([(".public.saar-lock", 0o444)], {3}, ".public.saar-lock"),
        "the generation before": ([("-content/sub", 0), (".public.saar-previous", 0o555)], {0, 3}, None),
        "the site cannot be read": ([("-content/sub", 0), ("public", 0)], {0, 3, 6}, None),
        "the cache cannot be read": ([("-content/sub", 0), (".public.saar-cache", 0)], {0}, None),
    }

    def refuse(case, slot):
        modes, codes, names = cases[case]
        root = scene.set_up(slot)
        for path, mode in modes:
            if path.startswith("-"):
                subprocess.run(["rm", "-r", str(root / path[1:])], check=True)
            else:
                (root / path).chmod(mode)
        if user:
            subprocess.run(["chown", "-R", "65534:65534", str(root)], check=True)
        run = lab.run("build", root, *AS_OF, before=user)
        need(run.returncode in codes, f"it ended with {run.returncode}: {run.stderr}")
        need(names is None or names in run.stderr, f"it does not name {names}: {run.stderr}")
        if case == "an article cannot be read":
            need("unknown-name" in run.stderr, "the others were not checked")
        for path, _ in modes:
            if (root / path).exists():
                (root / path).chmod(0o755)
        if run.returncode:
            need(snapshot(root / "public") == scene.before, "the old site has changed")
        else:
            need(lab.run("verify", root / "public").returncode == 0, "the new site is not whole")
        # what may not be removed stays, until somebody allows it
        need(not stages(root) or case.startswith("the generation"), f"it left {stages(root)}")
        return f"exit {run.returncode}"

    return sweep(cases, refuse)


def memory(lab):
    """An address space from too small to enough."""
    scene = Scene(lab, "warm", True)

    def little(size, slot):
        root = scene.set_up(slot)
        run = lab.run("build", root, *scene.arguments, limits=[(resource.RLIMIT_AS, size << 20)])
        state = scene.state(root)
        # a failed allocation ends a program of Rust by SIGABRT; 127 is the loader, and SIGSEGV the kernel, which
        # cannot even map the program
        small = size << 20 < lab.saar.stat().st_size
        known = run.returncode in DOCUMENTED or run.returncode in (127, -6) or small and run.returncode == -11
        need(known, f"it ended with {run.returncode}: {run.stderr}")
        need(run.returncode != 0 or state == "new", "it ended with 0, and the old site stands")
        scene.check_next(root)
        names = {-6: "aborted", -11: "not loaded", 127: "not loaded", 0: "published"}
        return names.get(run.returncode, f"exit {run.returncode}")

    return sweep(range(16, 256, lab.count(12, 2)), little)
