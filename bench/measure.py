"""One process, one size of the register: fills it, runs the cases asked, prints one JSON line. Started by `python -m bench`."""

from __future__ import annotations

import argparse
import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.cases import CASES  # noqa: E402 - Django must be set up first
from bench.fill import fill  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--only", required=True)
    options = parser.parse_args()
    fill(options.size)
    sys.stdout.write(json.dumps({name: CASES[name]() for name in options.only.split(",")}) + "\n")


if __name__ == "__main__":
    main()
