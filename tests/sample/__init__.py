"""A random sample of the corpus, each fact with the verdict of a reader: `python -m tests.sample` prints its precision."""
