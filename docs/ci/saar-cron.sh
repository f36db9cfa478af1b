#!/bin/sh
# Builds a saar digest from cron, or from any other clock, and says on standard error only what went wrong.
#
#   saar-cron.sh [ROOT]
#
# ROOT is the folder with site.yaml; by default $SAAR_ROOT, else the folder in which this is called. In a
# crontab:
#
#   17 * * * *  SAAR=/usr/local/bin/saar /usr/local/bin/saar-cron.sh /srv/digest
#
# The old site stays where a build fails. Two runs at once do no harm: saar locks its output, and the second
# ends with exit code 5. A run with nothing due ends at once and publishes nothing. Nothing is mailed from here;
# cron mails what a run prints, if it is told to. The exit code is that of the first command that failed.
#
# Settings, all from the environment:
#
#   SAAR                  the program; by default `saar` from the path
#   SAAR_AS_OF            instant for which to build; by default `now`
#   SAAR_OUTPUT           folder of the site; by default ROOT/public
#   SAAR_STATE            folder of the log; by default ~/.local/state/saar/NAME, with the name of ROOT
#   SAAR_FAIL_ON          least severity at which nothing is published; by default `warning`
#   SAAR_FAIL_IF_REMOVED  as `--fail-if-removed`; by default not given
#   SAAR_REPORT           a report to write, such as `junit=/srv/digest.xml`; by default none
#   SAAR_DEPLOY           a program that is run with the folder of the site after it has changed; where it
#                         fails, the next run calls it again
#   SAAR_AT               `yes` also asks `at` to run this when the next change is due; needs GNU date
set -u
umask 022

root=$(cd -- "${1:-${SAAR_ROOT:-.}}" && pwd) || exit 2
saar=${SAAR:-saar}
as_of=${SAAR_AS_OF:-now}
output=${SAAR_OUTPUT:-$root/public}
case $output in
    /*) ;;
    *) output=$PWD/$output ;;
esac
state=${SAAR_STATE:-${XDG_STATE_HOME:-${HOME:?}/.local/state}/saar/${root##*/}}
mkdir -p -- "$state" || exit 3
log=$state/log
run=$(mktemp "$state/run.XXXXXX") || exit 3
trap 'rm -f -- "$run"' EXIT

say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$run"; }

# What this run printed goes to the end of the log, and the exit code to whoever called. $2 is said aloud.
finish() {
    code=$1
    say "ended with exit code $code"
    if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 1048576 ]; then
        mv -f -- "$log" "$log.1"
    fi
    cat -- "$run" >>"$log"
    if [ -n "${2:-}" ]; then
        printf 'saar-cron: %s (exit code %s, log %s)\n' "$2" "$code" "$log" >&2
        tail -n 20 -- "$run" >&2
    fi
    exit "$code"
}

# What the published site is, as one line.
published() {
    if [ -f "$output/manifest.json" ]; then
        cksum <"$output/manifest.json"
    else
        echo none
    fi
}

# Asks `at` for a run at the next change, once for each instant.
reschedule() {
    next=$("$saar" next-change "$root" --output "$output" --as-of "$before_build" --format time) || return
    if [ "$next" = never ]; then
        return 0
    fi
    second=$(date -d "$next" +%s) || return
    soonest=$(($(date +%s) + 60))
    if [ "$second" -lt "$soonest" ]; then
        second=$soonest
    fi
    # `at` knows minutes: the first one that is not too early
    minute=$(((second + 59) / 60 * 60))
    if [ "$minute" = "$(cat -- "$state/at" 2>/dev/null)" ]; then
        return 0
    fi
    # `at` keeps the environment, and with it all settings
    SAAR_SCRIPT=$(cd -- "$(dirname -- "$0")" && pwd)/$(basename -- "$0")
    SAAR_ROOT=$root
    export SAAR_SCRIPT SAAR_ROOT
    # shellcheck disable=SC2016 # expanded when the job runs
    printf '%s\n' 'exec sh "$SAAR_SCRIPT" "$SAAR_ROOT"' |
        at -t "$(date -d "@$minute" +%Y%m%d%H%M)" >>"$run" 2>&1 || return
    printf '%s\n' "$minute" >"$state/at"
    say "the next change is due at $next"
}

# taken before the build: a change that falls due while it runs is then asked for as well
before_build=$as_of
if [ "$as_of" = now ]; then
    before_build=$(date -u +%Y-%m-%dT%H:%M:%SZ)
fi
before=$(published)

set -- build "$root" --output "$output" --as-of "$as_of" --fail-on "${SAAR_FAIL_ON:-warning}"
if [ -n "${SAAR_FAIL_IF_REMOVED:-}" ]; then
    set -- "$@" --fail-if-removed "$SAAR_FAIL_IF_REMOVED"
fi
if [ -n "${SAAR_REPORT:-}" ]; then
    set -- "$@" --report "$SAAR_REPORT"
fi
say "saar $*"
"$saar" "$@" >>"$run" 2>&1
code=$?
case $code in
    0) ;;
    5) finish 5 ;; # another build does the work
    1) finish 1 "findings stand against publishing; the site stays as it was" ;;
    *) finish "$code" "the build failed; the site stays as it was" ;;
esac

after=$(published)
if [ "$after" != "$before" ]; then
    "$saar" verify "$output" >>"$run" 2>&1 || finish $? "the site is not what its manifest says"
fi

if [ -n "${SAAR_DEPLOY:-}" ] && [ "$after" != "$(cat -- "$state/deployed" 2>/dev/null)" ]; then
    "$SAAR_DEPLOY" "$output" >>"$run" 2>&1 || finish $? "the site could not be deployed"
    printf '%s\n' "$after" >"$state/deployed"
fi

if [ "${SAAR_AT:-no}" = yes ]; then
    reschedule || finish $? "the next run could not be scheduled"
fi
finish 0
