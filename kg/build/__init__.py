"""Floor 6: whole inputs to a finished folder, and what was built into it."""

from kg.build.manifest import Summary
from kg.build.run import Options, Stages, build

__all__ = ["Options", "Stages", "Summary", "build"]
