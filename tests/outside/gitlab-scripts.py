#!/usr/bin/env python3
"""Writes what the jobs of a GitLab pipeline run into files, so that a linter can look at it.

    gitlab-scripts.py PIPELINE DIR

One file a job, with its `before_script` and `script` in the order in which they run: GitLab puts them into one
shell. Variables of the pipeline are declared at the top, as the environment has them.
"""

import sys
from pathlib import Path

from ruamel.yaml import YAML

GIVEN = ["CI_PIPELINE_SOURCE", "CI_COMMIT_BRANCH", "CI_DEFAULT_BRANCH"]


def main():
    pipeline = YAML(typ="safe").load(Path(sys.argv[1]))
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    variables = [*GIVEN, *pipeline.get("variables", {})]
    for name, job in pipeline.items():
        if not isinstance(job, dict) or "script" not in job:
            continue
        lines = [*job.get("before_script", []), *job["script"]]
        declared = [f': "${{{variable}:?}}"' for variable in variables]
        (folder / f"{name}.sh").write_text("\n".join(["set -e", *declared, *lines, ""]))


if __name__ == "__main__":
    main()
