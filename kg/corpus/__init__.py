"""Floor 1: files, folders, globs and standard input become articles with their metadata."""

from kg.corpus.articles import Failure, Missing, read_articles
from kg.corpus.dates import check_date
from kg.corpus.encoding import decode
from kg.corpus.metadata import Metadata
from kg.corpus.readers import READERS

__all__ = ["READERS", "Failure", "Metadata", "Missing", "check_date", "decode", "read_articles"]
