#!/usr/bin/env python3
"""Makes one font of a Latin and a Devanagari one: a share image then needs no font to fall back on.

    merge.py FAMILY LATIN DEVANAGARI OUT

Needs fonttools 4.68.
"""

import sys

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

family, *parts, out = sys.argv[1:]
font = Merger().merge(parts)
for record in font["name"].names:
    if record.nameID in (1, 4, 6):
        record.string = family.replace(" ", "") if record.nameID == 6 else family
# the same bytes whenever it runs
font.recalcTimestamp = False
font["head"].created = font["head"].modified = TTFont(parts[0])["head"].modified
font.save(out)
