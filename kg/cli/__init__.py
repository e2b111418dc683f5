"""Floor 7: the command `kg`. Commands load what they need when they run, so that `kg --help` is quick."""

from kg.cli.app import main

__all__ = ["main"]
