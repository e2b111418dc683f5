"""A random sample of facts, each with the verdict of a reader; `python -m tests.sample` prints its precision."""
