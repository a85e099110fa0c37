"""Make the environment that `make run` and `make test` need, and say what is being done.

Runs on the system's Python, before anything is installed: the standard library only. What is up to date is skipped, so
that a second run takes a fraction of a second.

    python3 deploy/setup            what running needs
    python3 deploy/setup --tests    and what checking and testing need
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(
        "Python {}.{} or later is needed; this is {}.{}. Name another with `make run PYTHON3=/path/to/python3`.".format(
            *OLDEST, *sys.version_info[:2]
        )
    )

from environment import prepare  # noqa: E402 - older Pythons cannot read these modules
from progress import StepFailed  # noqa: E402


def main() -> int:
    """Prepare the environment; 0 when it is ready, 1 with a sentence on the error stream when it is not."""
    try:
        prepare(tests="--tests" in sys.argv[1:])
    except StepFailed as failure:
        sys.stderr.write(f"\n{failure}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again to go on from here.\n")
        return 130
    return 0


sys.exit(main())
