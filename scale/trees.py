"""Compares two folders."""

import filecmp
import pathlib
import sys


def same(one: pathlib.Path, other: pathlib.Path, how: str) -> None:
    """Ends the test unless two folders hold the same files with the same bytes."""
    files = [sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()) for root in (one, other)]
    if files[0] != files[1]:
        sys.exit(f"{how}: other files: {sorted(set(files[0]) ^ set(files[1]))[:10]}")
    _, unlike, unread = filecmp.cmpfiles(one, other, files[0], shallow=False)
    if unlike or unread:
        sys.exit(f"{how}: other bytes: {(unlike + unread)[:10]}")
    print(f"{how}: the same {len(files[0])} files", flush=True)
