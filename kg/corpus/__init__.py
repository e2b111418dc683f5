"""Floor 1: files, folders, globs and standard input become articles with their metadata."""

from kg.corpus.articles import STDIN, Input, list_inputs, read_articles, read_input
from kg.corpus.dates import check_date
from kg.corpus.encoding import decode
from kg.corpus.items import Failure, Missing
from kg.corpus.metadata import Metadata
from kg.corpus.readers import READERS

__all__ = [
    "READERS",
    "STDIN",
    "Failure",
    "Input",
    "Metadata",
    "Missing",
    "check_date",
    "decode",
    "list_inputs",
    "read_articles",
    "read_input",
]
