"""The one command that installs what PDF needs, for the package manager of this machine."""

from __future__ import annotations

import os
import shutil

# Alpine has packages by the name of the library; the others as WeasyPrint documents them.
_ALPINE = " ".join(
    f"so:{library}"
    for library in (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
    )
)
_COMMANDS = {
    "apt-get": "apt install libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install pango",
    "pacman": "pacman -S pango",
    "apk": f"apk add {_ALPINE}",
}


def install_command(missing: str) -> str:
    """One shell command that brings *missing*, a library or ``weasyprint`` itself."""
    if missing == "weasyprint":
        return "pip install 'weasyprint>=70'"
    for manager, command in _COMMANDS.items():
        if shutil.which(manager):
            return command if os.geteuid() == 0 else f"sudo {command}"
    if shutil.which("brew"):
        return "brew install pango"
    return "Install Pango and HarfBuzz: https://doc.courtbouillon.org/weasyprint/stable/"
