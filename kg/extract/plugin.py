"""A spaCy pipeline of the user's as a source of names: `--ner zh_core_web_sm`, or the folder of a pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

import spacy
from spacy.language import Language

from kg.errors import MissingExtra
from kg.extract.merge import BY_PLUGIN, TagSource
from kg.extract.tagger import Tagged

KIND_OF = {
    "PER": "people",
    "PERSON": "people",
    "GPE": "places",
    "LOC": "places",
    "FAC": "places",
    "ORG": "organisations",
}
"""Labels of `doc.ents` that name what the graph has; the others (DATE, NORP, …) are left out."""


@cache
def load_plugin(name: str) -> TagSource:
    """The names that the pipeline `name` sets in `doc.ents`, to be merged under the rule ids `people.ner`, ….

    `name` is an installed package (`zh_core_web_sm`) or the folder of a pipeline. The pipeline reads the text in its
    own tokens, paragraph by paragraph. Raises MissingExtra where it is not installed or cannot be loaded.
    """
    nlp = _load(name)
    return TagSource("ner", lambda text, known: list(find_entities(nlp, text)), BY_PLUGIN)


def plugin_digest(name: str) -> str:
    """SHA-256 over the pipeline's files: what was read with another pipeline is read again. Raises MissingExtra."""
    digest = hashlib.sha256()
    root = _load(name).path
    for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.relative_to(root).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@cache
def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise MissingExtra(
            f"--ner {name}",
            f"spaCy cannot load it: {str(error).splitlines()[0]}",
            "an installed spaCy pipeline or the folder of one",
            "install the pipeline, or leave --ner out",
        ) from error


def find_entities(nlp: Language, text: str) -> Iterator[Tagged]:
    """The people, places and organisations of `doc.ents`, ordered by start; offsets are characters of `text`."""
    start = 0
    for line, doc in zip(lines := text.split("\n"), nlp.pipe(lines), strict=True):
        for entity in doc.ents:
            if kind := KIND_OF.get(entity.label_):
                yield Tagged(start + entity.start_char, start + entity.end_char, kind, 1.0)
        start += len(line) + 1
