"""Where the command ``dsar`` and ``python -m dsar`` begin."""

from __future__ import annotations

import os
import sys

from dsar.cli.app import main as run


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Whatever is written belongs to this person alone.
    os.umask(0o077)
    sys.exit(run())


if __name__ == "__main__":
    main()
