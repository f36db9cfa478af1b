#!/usr/bin/env python3
"""Runs what stands in scale/ as its schedulers would, on this machine: `check.py SAAR PROJECT`.

Each way has to give the same bytes as a plain build: any number of parts, an array of Slurm, indexed Jobs of Kubernetes, a
matrix of GitHub Actions. The manifests are checked against their schemas first. Ray has a test of its own in ray/.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import kubernetes_validate
import yaml

from trees import same

HERE = pathlib.Path(__file__).resolve().parent
STEP = HERE / "step"

# what `sbatch` does with an array, one task after the other
SBATCH = """#!/usr/bin/env bash
set -euo pipefail
wrap= array=
while [ $# -gt 0 ]; do
    case $1 in
        --wrap) wrap=$2; shift ;;
        --array) array=$2; shift ;;
        --job-name | --mem | --dependency) shift ;;
    esac
    shift
done
if [ -n "$array" ]; then
    for task in $(seq "${array%-*}" "${array#*-}"); do SLURM_ARRAY_TASK_ID=$task bash -c "$wrap" >&2; done
else
    bash -c "$wrap" >&2
fi
echo $RANDOM
"""


def run(command: list[str | pathlib.Path], env: dict[str, str]) -> None:
    """Runs a command that has to end with 0."""
    ended = subprocess.run(command, env=os.environ | env, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"{command} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")


def steps(work: pathlib.Path, env: dict[str, str], of: int) -> None:
    """All steps, one after the other."""
    env |= {"SHARED": str(work / "shared"), "OUTPUT": str(work / "public"), "SHARDS": str(of)}
    for step in ["facts", "part"]:
        for index in range(of):
            run([STEP, step], env | {"INDEX": str(index)})
    run([STEP, "merge"], env)


def slurm(work: pathlib.Path, env: dict[str, str]) -> None:
    """scale/slurm.sh with another `sbatch`."""
    programs = work / "bin"
    programs.mkdir(parents=True)
    (programs / "sbatch").write_text(SBATCH)
    (programs / "sbatch").chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    run([HERE / "slurm.sh", "3"], env | {"PATH": path, "SHARED": str(work / "shared"), "OUTPUT": str(work / "public")})


def kubernetes(work: pathlib.Path, env: dict[str, str]) -> None:
    """The Jobs of scale/kubernetes.yaml, a pod after the other; `/digest` is the folder of this test."""
    documents = list(yaml.safe_load_all((HERE / "kubernetes.yaml").read_text()))
    for document in documents:
        kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)
    values = {key: value.replace("/digest", str(work)) for key, value in documents[0]["data"].items()}
    for job in documents[1:]:
        spec = job["spec"]
        assert spec.get("completions") in (None, int(values["SHARDS"])), "completions and SHARDS differ"
        container = spec["template"]["spec"]["containers"][0]
        for index in range(spec.get("completions", 1)):
            program, *arguments = container["command"]
            assert program == "step"
            # the project stands where the test has it
            run([STEP, *arguments], values | env | {"JOB_COMPLETION_INDEX": str(index)})


def github(work: pathlib.Path, env: dict[str, str]) -> None:
    """The jobs of scale/github.yml that run steps of ours; artifacts stay in the folder of this test."""
    workflow = yaml.safe_load((HERE / "github.yml").read_text())

    def filled(text: str, index: int) -> str:
        known = {"github.workspace": str(work), "matrix.index": str(index)}
        known |= {f"env.{key}": str(value) for key, value in workflow["env"].items()}
        return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: known.get(found[1], ""), text)

    values = {key: filled(str(value), 0) for key, value in workflow["env"].items()}
    for job in workflow["jobs"].values():
        indices = job.get("strategy", {}).get("matrix", {}).get("index", [0])
        assert len(indices) in (1, int(values["SHARDS"])), "the matrix and SHARDS differ"
        for index in indices:
            for step in job["steps"]:
                script = step.get("run", "")
                if "scale/step" not in script:
                    continue
                own = {key: filled(value, index) for key, value in step.get("env", {}).items()}
                script = script.replace("scale/step", str(STEP)).replace("saar verify public", '"$SAAR" verify "$OUTPUT"')
                run(["bash", "-euo", "pipefail", "-c", filled(script, index)], values | env | own)


def main() -> None:
    saar, project = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])
    env = {"SAAR": saar, "PROJECT": project}
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        plain = work / "plain" / "public"
        run([saar, "build", project, "--output", plain], {})
        for of in [1, 2, 3, 8]:
            steps(work / f"parts-{of}", dict(env), of)
            same(plain, work / f"parts-{of}" / "public", f"{of} parts")
        for way in [slurm, kubernetes, github]:
            way(work / way.__name__, dict(env))
            same(plain, work / way.__name__ / "public", way.__name__)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
