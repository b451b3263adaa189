"""A text in the user's editor."""

import os
import shlex
import subprocess
import tempfile


class EditorError(Exception):
    """The editor cannot be run; says which and what to do."""


def edit(text: str) -> str | None:
    """The text as the user leaves it in ``$VISUAL`` or ``$EDITOR`` (else vi); None if unchanged."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="attrib-") as folder:
        path = os.path.join(folder, "statement.txt")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text + "\n")
        try:
            done = subprocess.run([*shlex.split(command), path], check=False)
        except (OSError, ValueError) as error:
            raise EditorError(f"{command} cannot be run ({error}); set EDITOR") from None
        if done.returncode:
            return None
        with open(path, encoding="utf-8", newline="") as file:
            changed = file.read()
    return None if changed.rstrip("\n") == text.rstrip("\n") else changed
