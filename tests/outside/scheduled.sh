#!/usr/bin/env bash
# A digest built by plain cron: docs/ci/saar-cron.sh, run for real at instants of its own choosing.
#
#   scheduled.sh SAAR
#
# SAAR is the program. Makes projects in a temporary folder, publishes a daily edition three times, then lets
# runs happen in which nothing is due, an article is broken, another build holds the lock, and the newest site
# is taken back. Prints a line for each check and ends with exit code 1 if any of them failed.
set -uo pipefail

saar=$(realpath -- "${1:?usage: scheduled.sh SAAR}")
cron=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/../../docs/ci/saar-cron.sh")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

digest=$work/digest
site=$digest/public
state=$work/state
said=$work/said
passed=0
failed=0

# check NAME COMMAND...: the command has to succeed
check() {
    local name=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name: $*"
        head -n 20 "$work/output" | sed 's/^/        /'
    fi
}

# run_at TIME: one run of cron at that instant; what it said goes to $said, its exit code to $code
run_at() {
    env -u SAAR_OUTPUT -u SAAR_ROOT -u SAAR_REPORT SAAR="$saar" SAAR_AS_OF="$1" SAAR_STATE="$state" \
        SAAR_FAIL_IF_REMOVED="${allowed-1000}" SAAR_DEPLOY="${deploy-}" SAAR_AT="${at-no}" \
        sh "$cron" "$digest" >"$said" 2>&1
    code=$?
}

ended_with() { [ "$code" -eq "$1" ] || { echo "exit code $code"; cat "$said"; false; }; }
said_nothing() { [ ! -s "$said" ] || { cat "$said"; false; }; }
says() { grep -F -- "$1" "$said" || { cat "$said"; false; }; }
logged() { grep -F -- "$1" "$state/log"; }
# is WANTED FOUND
is() { [ -n "$1" ] && [ "$1" = "$2" ] || { echo "\`$1\` was expected, \`$2\` is there"; false; }; }
absent() { [ ! -e "$1" ]; }
# verify_ends_with CODE DIR
verify_ends_with() {
    "$saar" verify "$2"
    is "$1" $?
}

# what a folder holds, as one line
holds() { (cd -- "$1" 2>/dev/null && find . -type f -exec sha256sum {} + | sort | sha256sum | cut -d ' ' -f 1); }
# which file it is and when it was written
stands() { stat --format '%i %y' -- "$1" 2>/dev/null; }
written() { stat --format '%y' -- "$1" 2>/dev/null; }

# article DAY NAME: a notice of that day
article() {
    cat >"$digest/content/$2.md" <<ARTICLE
---
title: Notice of the district office, $2
date: $1
election: ls-2024
region: up/kanpur-nagar
genre: official_notice
source: {note: made up for a test; it has no address}
---
The district office put up notice $2. It names the hours at which the office is open.
ARTICLE
}

mkdir -p "$digest/content"
cat >"$digest/site.yaml" <<'SITE'
title: {hi: परीक्षण, en: Test digest}
base_url: https://example.org/
language: en
editions: daily
SITE

# -- three days, each built after it has ended

article 2026-02-10 first
run_at 2026-02-11T00:30:00+05:30
check "first day: exit code 0" ended_with 0
if [ "$code" -ne 0 ]; then
    echo "without a first site there is nothing more to look at"
    exit 1
fi
check "first day: says nothing aloud" said_nothing
check "first day: its edition is there" test -f "$site/editions/2026-02-10/index.html"
check "first day: the running day has none yet" absent "$site/editions/2026-02-11"
check "first day: what is published is what the manifest says" "$saar" verify "$site"
cp -a "$site/editions/2026-02-10" "$work/first" 2>/dev/null
first_written=$(written "$site/editions/2026-02-10/index.html")

article 2026-02-11 second
run_at 2026-02-12T00:30:00+05:30
check "second day: exit code 0" ended_with 0
check "second day: its edition is there" test -f "$site/editions/2026-02-11/index.html"
check "second day: the first edition did not change" diff -r "$work/first" "$site/editions/2026-02-10"
cp -a "$site/editions/2026-02-11" "$work/second" 2>/dev/null
after_second=$(holds "$site")

article 2026-02-12 third
run_at 2026-02-13T00:30:00+05:30
check "third day: exit code 0" ended_with 0
check "third day: its edition is there" test -f "$site/editions/2026-02-12/index.html"
check "third day: the first edition did not change" diff -r "$work/first" "$site/editions/2026-02-10"
check "third day: the second edition did not change" diff -r "$work/second" "$site/editions/2026-02-11"
check "third day: a file that did not change kept its time" \
    is "$first_written" "$(written "$site/editions/2026-02-10/index.html")"
check "third day: what is published is what the manifest says" "$saar" verify "$site"
after_third=$(holds "$site")

# -- nothing is due

stood=$(stands "$site/manifest.json")
run_at 2026-02-13T06:00:00+05:30
check "nothing due: exit code 0" ended_with 0
check "nothing due: says nothing aloud" said_nothing
check "nothing due: the log has it" logged "nothing has changed"
check "nothing due: nothing was published" is "$stood" "$(stands "$site/manifest.json")"

# -- deploying, once for each site, and again after it has failed

cat >"$work/deploy" <<DEPLOY
#!/bin/sh
echo "\$1" >>"$work/deployed"
test ! -e "$work/unreachable"
DEPLOY
chmod +x "$work/deploy"
deploy=$work/deploy
touch "$work/unreachable"
run_at 2026-02-13T06:10:00+05:30
check "deploy: what failed is said" says "could not be deployed"
check "deploy: its exit code is handed on" ended_with 1
rm "$work/unreachable"
run_at 2026-02-13T06:20:00+05:30
check "deploy: the next run tries again" ended_with 0
run_at 2026-02-13T06:30:00+05:30
check "deploy: a site that is out there is left alone" is "$(printf '%s\n' "$site" "$site")" "$(cat "$work/deployed")"
deploy=

# -- an article that is wrong

printf -- '---\ndate: 2026-02-12\nregion: up/kanpur-nagar\n---\nNo title.\n' >"$digest/content/broken.md"
run_at 2026-02-13T07:00:00+05:30
check "broken article: exit code 1" ended_with 1
check "broken article: the finding is said" says "missing-field"
check "broken article: the site stays as it was" is "$after_third" "$(holds "$site")"
check "broken article: not one file was written" is "$stood" "$(stands "$site/manifest.json")"
rm "$digest/content/broken.md"

# -- another build at work

if command -v flock >/dev/null; then
    exec 9>>"$digest/.public.saar-lock"
    flock --nonblock 9
    article 2026-02-12 fourth
    run_at 2026-02-13T08:00:00+05:30
    check "locked: exit code 5" ended_with 5
    check "locked: says nothing aloud" said_nothing
    check "locked: the site stays as it was" is "$after_third" "$(holds "$site")"
    exec 9>&-
    rm "$digest/content/fourth.md"
fi

# -- taking the newest site back, and making it again

check "rollback: exit code 0" "$saar" rollback "$digest"
check "rollback: the third edition is gone" absent "$site/editions/2026-02-12"
check "rollback: the site of the second day is back" is "$after_second" "$(holds "$site")"
check "rollback: what is published is what the manifest says" "$saar" verify "$site"
run_at 2026-02-13T00:30:00+05:30
check "built again: exit code 0" ended_with 0
check "built again: the site of the third day, byte for byte" is "$after_third" "$(holds "$site")"

# -- a site that was changed by hand

cp -a "$site" "$work/spoilt"
printf ' ' >>"$work/spoilt/index.html"
check "verify: a changed file is found" verify_ends_with 1 "$work/spoilt"
cp -a "$site/index.html" "$work/spoilt/index.html"
check "verify: put right, it passes" "$saar" verify "$work/spoilt"
touch "$work/spoilt/extra.html"
check "verify: a file too many is found" verify_ends_with 1 "$work/spoilt"
rm "$work/spoilt/extra.html" "$work/spoilt/404.html"
check "verify: a missing file is found" verify_ends_with 1 "$work/spoilt"

# -- the guard against too much being taken away

rm "$digest/content/first.md" "$digest/content/second.md"
allowed=0
run_at 2026-02-13T09:00:00+05:30
check "guard: exit code 6" ended_with 6
check "guard: the site stays as it was" is "$after_third" "$(holds "$site")"
unset allowed
article 2026-02-10 first
article 2026-02-11 second

# -- when the next change is due: the end of an edition, and of an embargo

# the last second of the day belongs to the edition: its end may be told as that second or as the next one
next_edition=$("$saar" next-change "$digest" --as-of 2026-02-13T06:00:00+05:30 --format time)
check "next change: at the end of the running day" \
    grep -E -x '2026-02-13T23:59:59\+05:30|2026-02-14T00:00:00\+05:30' <<<"$next_edition"

embargoed=$work/embargoed
mkdir -p "$embargoed/content"
sed '/^editions:/d' "$digest/site.yaml" >"$embargoed/site.yaml"
sed -e 's/^date: .*/date: 2026-02-08/' -e '/^genre:/a embargo: 2026-02-10T00:00+05:30' "$digest/content/first.md" \
    >"$embargoed/content/a.md"
next() { "$saar" next-change "$embargoed" --as-of "${2-2026-02-09T12:00:00+05:30}" --format "$1"; }
check "next change: as time" is "2026-02-10T00:00:00+05:30" "$(next time)"
check "next change: as cron, in UTC" is "30 18 9 2 *" "$(next cron)"
check "next change: as JSON, with its reason" python3 -c '
import json, sys
told = json.loads(sys.argv[1])
assert told["next_change"] == "2026-02-10T00:00:00+05:30", told
assert told["cron"] == "30 18 9 2 *", told
assert {"what": "embargo", "of": "content/a.md"} in told["reasons"], told
' "$(next json)"

# -- asking `at` for the next run: a program of that name writes down what it was asked

mkdir "$work/bin"
cat >"$work/bin/at" <<AT
#!/bin/sh
{ echo "\$*"; cat; } >>"$work/asked"
AT
chmod +x "$work/bin/at"
PATH=$work/bin:$PATH
at=yes
run_at 2026-02-13T00:30:00+05:30
check "at: exit code 0" ended_with 0
check "at: asked for one minute" grep -E -x -e '-t [0-9]{12}' "$work/asked"
# shellcheck disable=SC2016 # the words of the job
check "at: the job is this script" grep -F -x 'exec sh "$SAAR_SCRIPT" "$SAAR_ROOT"' "$work/asked"

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
