#!/usr/bin/env python3
"""Builds a site on a local Ray cluster of several nodes while it goes wrong: `disturbed.py SAAR PROJECT`.

A worker is killed in the middle of its part, a node is taken away while it works, a node does not get on: each run has to
give the same bytes as a plain build.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

import ray
from ray.cluster_utils import Cluster

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from trees import same  # noqa: E402

# Stands in for the program; the first time that part 2 is made, something happens: `kill` to the worker that started it,
# `wait` to the part, which would take an hour, as on a node that is lost or hangs
DISTURBED = """#!/usr/bin/env bash
if [ "$1" = build ] && [[ " $* " = *" --shard 2/"* ]] && mkdir "{marks}/$DISTURB" 2>/dev/null; then
    ps -o pid= -p $PPID >"{marks}/$DISTURB/worker"
    case $DISTURB in
        kill) kill -9 $PPID; sleep 1 ;;
        *) sleep 3600 ;;
    esac
fi
exec "{saar}" "$@"
"""


def main() -> None:
    saar, project = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        marks = work / "marks"
        marks.mkdir()
        program = work / "saar"
        program.write_text(DISTURBED.format(marks=marks, saar=saar))
        program.chmod(0o755)
        plain = work / "plain"
        subprocess.run([saar, "build", project, "--output", plain, "--quiet"], check=True)
        for disturb in ["none", "kill", "lose", "hang"]:
            (marks / "none").mkdir(exist_ok=True)
            os.environ["DISTURB"] = disturb
            # a node of its own for each of three tasks at a time
            cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
            nodes = [cluster.add_node(num_cpus=1) for _ in range(3)]
            cluster.wait_for_nodes()
            output = work / f"public-{disturb}"
            command = [sys.executable, HERE / "run.py", project, output, "--work", work / disturb, "--shards", "5",
                       "--saar", program, "--cpus", "1", "--address", cluster.address]
            began = time.monotonic()
            driver = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if disturb == "lose":
                while not (marks / "lose" / "worker").exists():
                    assert driver.poll() is None, driver.communicate()[0]
                    time.sleep(0.2)
                cluster.remove_node(holder(nodes, int((marks / "lose" / "worker").read_text())), allow_graceful=False)
            said, _ = driver.communicate(timeout=600)
            print(said, end="")
            assert driver.returncode == 0, f"{disturb}: ended with {driver.returncode}"
            assert disturb == "none" or (marks / disturb).exists(), f"{disturb}: nothing happened"
            assert ("second time" in said) == (disturb == "hang"), f"{disturb}: {said}"
            same(plain, output, f"{disturb}, {time.monotonic() - began:.0f} s")
            cluster.shutdown()
            if ray.is_initialized():
                ray.shutdown()


def holder(nodes: list, worker: int):
    """The node whose raylet started a worker."""
    parent = int(subprocess.run(["ps", "-o", "ppid=", "-p", str(worker)], capture_output=True, text=True).stdout)
    raylets = {process.process.pid: node for node in nodes for process in node.all_processes["raylet"]}
    return raylets[parent]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
