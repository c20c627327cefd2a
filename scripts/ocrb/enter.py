"""Writes the trained file's digest and size into models.json.

usage: enter.py MODEL CATALOGUE
"""

import hashlib
import json
import sys
from pathlib import Path


def main(model, catalogue):
    data = Path(model).read_bytes()
    document = json.loads(Path(catalogue).read_text(encoding="utf-8"))
    entry = next(item for item in document["models"] if item["name"] == "ocrb-line")
    entry["sha256"], entry["size"] = hashlib.sha256(data).hexdigest(), len(data)
    entry["source"]["sha256"] = entry["sha256"]
    Path(catalogue).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"models.json: {entry['sha256']}, {len(data)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
