#!/usr/bin/env bash
# A digest by a Slurm cluster: `PROJECT=… SHARED=… OUTPUT=… scale/slurm.sh SHARDS`. Three jobs, each waiting for the one
# before: the facts and the parts are arrays of SHARDS tasks. A task that fails is put into the queue again, at most three
# times; a task that is made twice gives the same bytes.
set -euo pipefail

export SHARDS=${1:?how many shares and parts}
: "${PROJECT:?the folder of the project}" "${SHARED:?a folder that every node can write to}" "${OUTPUT:?the folder of the site}"
step=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/step
array=0-$((SHARDS - 1))
# a node that is lost
common=(--parsable --requeue --export=ALL)

facts=$(sbatch "${common[@]}" --job-name saar-facts --array "$array" --mem 2G --wrap "'$step' facts")
parts=$(sbatch "${common[@]}" --job-name saar-parts --array "$array" --mem 6G --dependency "afterok:$facts" --wrap "'$step' part")
sbatch "${common[@]}" --job-name saar-merge --mem 6G --dependency "afterok:$parts" --wrap "'$step' merge"
