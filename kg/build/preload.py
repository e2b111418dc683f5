"""What every worker needs, imported once in the process that workers are copied from."""

import kg.extract.assemble
import kg.extract.pipeline
import kg.graph.nquads  # noqa: F401
