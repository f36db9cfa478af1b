#!/usr/bin/env python3
"""Run one command and print the kernel's account of it as JSON: clock.py TIMEOUT LOG COMMAND...

A program of its own because of the peak memory: the kernel counts what the parent ever held as the
child's, up to the moment the child becomes its own program. This parent holds next to nothing.
"""
import json
import os
import signal
import subprocess
import sys
import time


def clock(timeout, log, command):
    ended_by_us = False
    os.sync()
    with open(log, "ab") as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)

        def end_it(*_):
            nonlocal ended_by_us
            ended_by_us = True
            os.killpg(process.pid, signal.SIGKILL)

        for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end_it)
        signal.setitimer(signal.ITIMER_REAL, timeout)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime, "peak": usage.ru_maxrss * 1024,
            "code": process.returncode, "timed_out": ended_by_us}


if __name__ == "__main__":
    print(json.dumps(clock(float(sys.argv[1]), sys.argv[2], sys.argv[3:])))
