"""Floor 6: whole inputs to a finished folder, and what was built into it."""

from kg.build.corpus import Progress
from kg.build.manifest import Summary
from kg.build.run import Options, build
from kg.build.stages import Stages

__all__ = ["Options", "Progress", "Stages", "Summary", "build"]
