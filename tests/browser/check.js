// What a gate looked at and what it found wrong, and how that is printed: the same lines as tests/outside/check.py.

export class Check {
  constructor(name) {
    this.name = name;
    this.counts = new Map();
    this.faults = [];
  }

  count(what, n = 1) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + n);
  }

  fault(text) {
    this.faults.push(text);
  }

  want(condition, text) {
    if (!condition) this.fault(text);
  }
}

/** Prints what one gate found, at most so many faults of it, and the seconds that it took. */
export function print(check, shown, seconds) {
  const counts = [...check.counts].map(([what, n]) => `${n} ${what}`).join(", ");
  console.log(`${check.faults.length ? "FAULT" : "ok   "} ${check.name}: ${counts} (${seconds.toFixed(1)} s)`);
  for (const fault of check.faults.slice(0, shown)) console.log(`      ${fault}`);
  if (check.faults.length > shown) console.log(`      and ${check.faults.length - shown} more`);
}
