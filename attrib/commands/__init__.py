"""The commands, one module each with its own typer ``app``; :mod:`attrib.cli` finds them.

The modules here import nothing but typer's needs at their top: all of them are imported for
``attrib --help``, and what a command works with only when it runs.
"""
