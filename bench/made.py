"""Claims for a filled database: documents like those of the demonstration, in words of the matching set's sentences.

Each document has all parts of one that was really published (evidence with its trail, verdict, figures); its claim,
speaker, article and sources are others: about twenty claims an article, fifty a speaker, ten a source. The same
number makes the same claim in every run, but for its ids.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.domain import canonical
from claims.domain.document import DRAFT
from claims.domain.ids import new_public_id
from claims.formats import searchable

PER_ARTICLE = 20
PER_SPEAKER = 50
PER_SOURCE = 10
SENTENCES = Path(__file__).resolve().parent / "matching" / "claims.jsonl"

Json = Mapping[str, Any]


@dataclass(slots=True)
class MadeArticle:
    """An article with its text, in which each of its claims stands word for word."""

    headline: str
    public_id: str = field(default_factory=new_public_id)
    text: str = ""
    version: int = 0
    """The id of its captured text, once it has one."""


@dataclass(slots=True)
class MadeSpeaker:
    """Who says it."""

    name: str
    public_id: str = field(default_factory=new_public_id)
    row: int = 0


@dataclass(frozen=True, slots=True)
class MadeClaim:
    """One claim: where it stands, and the draft that is approved."""

    public_id: str
    sentence: str
    start: int
    article: MadeArticle
    speaker: MadeSpeaker
    draft: Json
    parts: Mapping[str, bytes]
    """Each of the draft's values in its canonical form, so that the document is put together and not encoded twice."""

    @property
    def draft_bytes(self) -> bytes:
        """What is approved, byte for byte."""
        return _joined(self.parts)

    def document_bytes(self, frame: Json) -> bytes:
        """What is published: the draft in its frame."""
        return _joined({**self.parts, **{key: _canonical(value) for key, value in frame.items()}})


def _canonical(value: Any) -> bytes:
    """A value as it stands in a document."""
    return canonical.encode({"": value})[len('{"":') : -1]


def _joined(parts: Mapping[str, bytes]) -> bytes:
    return b"{" + b",".join(b'"%s":%s' % (key.encode(), parts[key]) for key in sorted(parts)) + b"}"


class Maker:
    """Makes claims by their numbers, from documents that were really published."""

    def __init__(self, templates: Sequence[Json]) -> None:
        self._templates = [{key: one[key] for key in DRAFT} for one in templates]
        self._encoded = [{key: _canonical(value) for key, value in one.items()} for one in self._templates]
        with SENTENCES.open(encoding="utf-8") as file:
            self._sentences = [json.loads(line)["text"].strip() for line in file]

    def batch(self, first: int, count: int) -> list[MadeClaim]:
        """The claims with these numbers, with articles and speakers of their own."""
        articles = {n: self._article(n) for n in _groups(first, count, PER_ARTICLE)}
        speakers = {n: self._speaker(n) for n in _groups(first, count, PER_SPEAKER)}
        return [
            self._claim(number, articles[number // PER_ARTICLE], speakers[number // PER_SPEAKER])
            for number in range(first, first + count)
        ]

    def _article(self, number: int) -> MadeArticle:
        return MadeArticle(self._words(random.Random(f"article {number}"))[:120].strip())

    def _speaker(self, number: int) -> MadeSpeaker:
        chooser = random.Random(f"speaker {number}")
        public_id = new_public_id()  # in the name too: no two speakers may look alike
        return MadeSpeaker(f"{_name(chooser)} {_name(chooser)} {public_id[:6]}", public_id)

    def _words(self, chooser: random.Random) -> str:
        """The beginning of one sentence and the end of another: words as common as they are in text."""
        one, other = chooser.choice(self._sentences).split(), chooser.choice(self._sentences).split()
        return " ".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]])

    def _claim(self, number: int, article: MadeArticle, speaker: MadeSpeaker) -> MadeClaim:
        sentence = self._words(random.Random(f"claim {number}"))
        start = len(article.text)
        article.text += sentence + "\n"
        chosen = number % len(self._templates)
        like, encoded = self._templates[chosen], self._encoded[chosen]
        public_id = new_public_id()
        changed = {
            "id": public_id,
            "path": f"/claims/{public_id}",
            "statement": sentence,
            "quotation": {**like["quotation"], "exact": sentence},
            "topic": f"subject {number // 200}",
            "links": [],
            "speaker": {**like["speaker"], "id": speaker.public_id, "name": speaker.name},
            "article": {
                **like["article"],
                "id": article.public_id,
                "headline": article.headline,
                "url": f"https://articles.example/{article.public_id}",
            },
            "evidence": [_evidence(one, number, place) for place, one in enumerate(like["evidence"])],
        }
        parts = {**encoded, **{key: _canonical(value) for key, value in changed.items()}}
        return MadeClaim(public_id, sentence, start, article, speaker, {**like, **changed}, parts)


def _evidence(like: Json, number: int, place: int) -> dict[str, Any]:
    source = _id(f"source {number // PER_SOURCE} {place}")
    return {**like, "source": {**like["source"], "id": source, "url": f"https://sources.example/{source}"}}


def _id(seed: str) -> str:
    """A public id that the same words make again."""
    digest = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    letters = "0123456789bcdfghjkmnpqrstvwxyz"
    return "".join(letters[digest // len(letters) ** place % len(letters)] for place in range(10))


def _name(chooser: random.Random) -> str:
    syllables = [chooser.choice("bdfgklmnprst") + chooser.choice("aeiou") for _ in range(3)]
    return "".join(syllables).capitalize()


def _groups(first: int, count: int, size: int) -> range:
    return range(first // size, (first + count - 1) // size + 1)


def listed(claim: MadeClaim) -> dict[str, Any]:
    """What the list of public documents says of it, as the product reads it from the document."""
    draft = claim.draft
    return {
        "status": draft["status"],
        "speaker_id": draft["speaker"]["id"],
        "article_id": draft["article"]["id"],
        "source_ids": [item["source"]["id"] for item in draft["evidence"]],
        "rating": (draft["verdict"] or {}).get("rating", ""),
        "topic": draft["topic"],
        "demonstration": draft["demonstration"],
        **searchable.searched(draft),
    }


def described(claims: Sequence[MadeClaim]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What lists say of speakers, articles and sources: table, id of the claim that says it last, columns."""
    found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for claim in claims:
        speaker, article = claim.draft["speaker"], claim.draft["article"]
        things = [
            ("claims_publishedspeaker", speaker, ("name", "kind")),
            ("claims_publishedarticle", article, ("headline", "url", "outlet")),
        ]
        for item in claim.draft["evidence"]:
            things.append(("claims_publishedsource", item["source"], ("title", "url", "publisher")))
        for table, thing, names in things:
            columns = {"public_id": thing["id"], **{name: thing[name] for name in names}}
            found[table, thing["id"]] = (claim.public_id, columns)
    for (table, _), (last, columns) in sorted(found.items()):
        yield table, last, columns
