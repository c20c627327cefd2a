"""Prints decisions.csv as a table and counts the outcomes. Standard library only.

usage: demo_summary.py DECISIONS_CSV
"""

import csv
import sys
from collections import Counter


def main(path):
    with open(path, newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    width = max((len(row["request_id"]) for row in rows), default=0)
    for row in rows:
        print(f"{row['request_id']:<{width}}  {row['outcome']:<8}  {row['reasons']}")
    counts = Counter(row["outcome"] for row in rows)
    print()
    print(", ".join(f"{counts[name]} {name}" for name in ("approved", "rejected", "review", "error")))


if __name__ == "__main__":
    main(*sys.argv[1:])
