"""A folder of files is checked as a whole: every problem named by file, item and field, nothing half-written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from claims.actions import review
from claims.domain.errors import DomainError, InvalidValue
from claims.ingest import folder, seed
from claims.models import Article, Claim, Contribution, Evidence, History, Outlet, Source, Speaker
from tests.cast import FIXTURES, Cast

Files = dict[str, Any]
Change = Callable[[Files], object]


def written(path: Path, change: Change = lambda files: None) -> Path:
    """A copy of the demonstration's folder, changed."""
    target = path / "changed"
    shutil.copytree(FIXTURES, target)
    files = {file.stem: json.loads(file.read_text()) for file in target.glob("*.json")}
    change(files)
    for name, data in files.items():
        (target / f"{name}.json").write_text(json.dumps(data))
    return target


def put(*path: Any, value: Any) -> Change:
    """A change of one value, by its path."""

    def change(files: Files) -> None:
        place: Any = files
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def cut(*path: Any) -> Change:
    """The removal of one value, by its path."""

    def change(files: Files) -> None:
        place: Any = files
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


KEY = "claims.json › rashid-four-or-five-thousand"
FIRST = ("claims", 0)
EVIDENCE = {"source": "S009", "stance": "context", "says": "More.", "excerpt": "", "credibility": 3}
CORRECTION = {"kind": "new evidence", "reason": "A source was added.", "evidence": [EVIDENCE]}
LINK = {"kind": "repeats", "claim": "rashid-four-or-five-thousand", "note": "", "basis": "stated"}
CHAIN = {"speaker": "rashid", "role": None, "cue": "estimates", "hedges": []}
BAD: dict[str, tuple[Change, str, str]] = {
    "one changed letter": (
        put(*FIRST, "exact", value="Rashid estimates the ranks of the militents in Afghanistan"),
        f"{KEY} › exact", "does not stand",
    ),
    "a quote that stands twice": (put(*FIRST, "exact", value="militants"), f"{KEY} › exact", "times"),
    "a span that is not in the quote": (
        put(*FIRST, "spans", value=[["five million", "own_words"]]), f"{KEY} › exact", "does not stand",
    ),
    "a span of three parts": (
        put(*FIRST, "spans", value=[["a", "own_words", 1]]), f"{KEY} › spans[0]", "does not fit",
    ),
    "a span of unknown role": (
        put(*FIRST, "spans", value=[["*", "his words"]]), f"{KEY} › spans[0][1]", "is not one of",
    ),
    "an unparsable date": (
        put(*FIRST, "said", "edtf", value="last Tuesday"), f"{KEY} › said", "cannot be used as a date",
    ),
    "a reversed interval": (put(*FIRST, "about", "edtf", value="2010/2009"), f"{KEY} › about", "reversed"),
    "a limit that is no day": (
        put("article", "published", "not_before", value="August"), "article.json › published", "August",
    ),
    "a date of a figure": (
        put(*FIRST, "quantities", 0, "at", "edtf", value="20O9"), f"{KEY} › quantities[0].at", "“20O9”",
    ),
    "a missing key": (cut(*FIRST, "cue"), KEY, "“cue” is missing"),
    "two missing keys": (
        lambda files: (cut(*FIRST, "cue")(files), cut(*FIRST, "said")(files)), KEY, "“cue”, “said” are missing",
    ),
    "an unknown key": (put(*FIRST, "colour", value="red"), KEY, "“colour” is not known"),
    "an unknown key of a verdict": (
        put(*FIRST, "verdict", "colour", value="red"), f"{KEY} › verdict", "“colour” is not known",
    ),
    "a missing key of a date": (cut(*FIRST, "said", "basis"), f"{KEY} › said", "“basis” is missing"),
    "a verdict that is text": (put(*FIRST, "verdict", value="true"), f"{KEY} › verdict", "an object or null"),
    "an unknown modality": (put(*FIRST, "modality", value="sure"), f"{KEY} › modality", "“sure” is not one of"),
    "a number for text": (put(*FIRST, "statement", value=7), f"{KEY} › statement", "must be text"),
    "a fraction for a bound": (
        put(*FIRST, "quantities", 0, "low", value=4000.5), f"{KEY} › quantities[0].low", "must be text",
    ),
    "an unknown speaker": (put(*FIRST, "speaker", value="nobody"), f"{KEY} › speaker", "no party “nobody”"),
    "an unknown role": (put(*FIRST, "speaker_role", value="x"), f"{KEY} › speaker_role", "no role “x”"),
    "an unknown source": (
        put(*FIRST, "evidence", 0, "source", value="S999"), f"{KEY} › evidence[0].source", "no source “S999”",
    ),
    "an unknown rating": (
        put(*FIRST, "verdict", "rating", value="splendid"), f"{KEY} › verdict.rating", "no rating “splendid”",
    ),
    "a re-check on no day": (
        put(*FIRST, "verdict", "recheck_on", value="soon"), f"{KEY} › verdict.recheck_on", "soon",
    ),
    "nobody asked": (
        put(*FIRST, "replies", value=[{"who": "x", "outcome": "not asked", "answer": ""}]),
        f"{KEY} › replies[0].who", "no party “x”",
    ),
    "an unknown step": (put(*FIRST, "until", value="suppressed"), f"{KEY} › until", "is not one of"),
    "a retraction without its reason": (
        put(*FIRST, "until", value="retracted"), f"{KEY} › correction", "need one",
    ),
    "a correction of what stays a proposal": (
        lambda files: (
            put(*FIRST, "until", value="open")(files), put(*FIRST, "correction", value=CORRECTION)(files),
        ),
        f"{KEY} › correction", "only “published” may have one",
    ),
    "a withdrawal that stays published": (
        put(*FIRST, "correction", value=CORRECTION | {"kind": "withdrawn"}), f"{KEY} › correction.kind", "retracted",
    ),
    "a correction of no kind": (
        put(*FIRST, "correction", value=CORRECTION | {"kind": "reinstated"}),
        f"{KEY} › correction.kind", "is not one of",
    ),
    "a correction without a reason": (
        put(*FIRST, "correction", value=CORRECTION | {"reason": " "}), f"{KEY} › correction.reason", "empty",
    ),
    "a correction by an unknown source": (
        put(*FIRST, "correction", value=CORRECTION | {"evidence": [EVIDENCE | {"source": "S999"}]}),
        f"{KEY} › correction.evidence[0].source", "no source “S999”",
    ),
    "a source twice in a claim": (
        put(*FIRST, "correction", value=CORRECTION | {"evidence": [EVIDENCE | {"source": "S041"}]}),
        f"{KEY} › correction.evidence[0].source", "already",
    ),
    "a correction by an impossible grade": (
        put(*FIRST, "correction", value=CORRECTION | {"evidence": [EVIDENCE | {"credibility": 9}]}),
        f"{KEY} › correction.evidence[0].credibility", "1 to 6",
    ),
    "a link to a later claim": (
        put(*FIRST, "links", value=[LINK | {"claim": "rashid-few-hundred"}]),
        f"{KEY} › links[0].claim", "no earlier claim “rashid-few-hundred”",
    ),
    "a link to itself": (
        put(*FIRST, "links", value=[LINK]), f"{KEY} › links[0].claim", "no earlier claim",
    ),
    "a duplicate of nothing": (put(*FIRST, "until", value="duplicate"), f"{KEY} › duplicate_of", "names the one"),
    "no duplicate, but of something": (
        put("claims", 1, "duplicate_of", value="rashid-four-or-five-thousand"),
        "claims.json › rashid-few-hundred › duplicate_of", "and no other",
    ),
    "a third occurrence of two": (
        put(*FIRST, "occurrence", value=2), f"{KEY} › exact", "does not stand in the text 2 times",
    ),
    "the occurrence before the first": (put(*FIRST, "occurrence", value=0), f"{KEY} › occurrence", "does not fit"),
    "an unknown candidate": (put(*FIRST, "candidates", value=["x"]), f"{KEY} › candidates[0]", "no party “x”"),
    "an unknown party in the chain": (
        put(*FIRST, "attribution", value=[CHAIN | {"speaker": "x"}]), f"{KEY} › attribution[0].speaker", "“x”",
    ),
    "words of the chain that the text lacks": (
        put(*FIRST, "attribution", value=[CHAIN | {"cue": "swears"}]), f"{KEY} › attribution[0].cue", "swears",
    ),
    "NUL": (put(*FIRST, "statement", value="a\x00b"), f"{KEY} › statement", "U+0000"),
    "a lone surrogate": (put(*FIRST, "statement", value="a\ud800b"), f"{KEY} › statement", "U+D800"),
    "a lone surrogate in a key": (
        put("parties", "speakers", "\ud800", value={}), "parties.json › speakers.?", "“kind”, “name” are missing",
    ),
    "the same key twice": (put("claims", 1, "key", value="rashid-four-or-five-thousand"), "claims.json › key", "more"),
    "an institution in a circle": (
        put("parties", "speakers", "tj-government", "institution", value="tj-interior"),
        "parties.json › speakers.tj-government.institution", "circle",
    ),
    "an unknown institution": (
        put("parties", "speakers", "tj-interior", "institution", value="x"),
        "parties.json › speakers.tj-interior.institution", "no party “x”",
    ),
    "a derivation from nothing": (
        cut("sources", "derivations", 0, "origin"), "sources.json › derivations[0]", "neither and the basis “unknown”",
    ),
    "a derivation from two": (
        put("sources", "derivations", 0, "from", value="S045"), "sources.json › derivations[0]", "“origin” (a party)",
    ),
    "a derivation of an unknown source": (
        put("sources", "derivations", 0, "source", value="S999"), "sources.json › derivations[0].source", "S999",
    ),
    "a moment without a zone": (
        put("article", "captured_at", value="2026-11-23T00:00:00"), "article.json › captured_at", "time zone",
    ),
    "an address that is none": (
        put("sources", "sources", "S040", "url", value="javascript:alert(1)"),
        "sources.json › sources.S040.url", "http",
    ),
    "a blank name": (
        put("parties", "speakers", "rashid", "name", value=" "), "parties.json › speakers.rashid.name", "empty",
    ),
    "a grade out of range": (
        put(*FIRST, "evidence", 0, "credibility", value=7), f"{KEY} › evidence[0].credibility", "6",
    ),
    "a grade with a point": (
        put(*FIRST, "evidence", 0, "credibility", value=2.0), f"{KEY} › evidence[0].credibility", "whole number",
    ),
    "a long excerpt": (
        put(*FIRST, "evidence", 0, "excerpt", value="word " * 51), f"{KEY} › evidence[0].excerpt", "50 words",
    ),
    "a credence above a hundred": (put(*FIRST, "verdict", "credence", value=101), f"{KEY} › verdict.credence", "100"),
    "no credence": (put(*FIRST, "verdict", "credence", value=None), f"{KEY} › verdict.credence", "whole number"),
    "a hedge that nobody printed": (
        put(*FIRST, "hedges", value=["conceivably"]), f"{KEY} › hedges[0]", "does not stand",
    ),
    "a cue that nobody printed": (put(*FIRST, "cue", value="swore"), f"{KEY} › cue", "does not stand"),
    "worth in words": (put(*FIRST, "check_worthiness", value="very"), f"{KEY} › check_worthiness", "number"),
    "a bound in words": (
        put(*FIRST, "quantities", 0, "low", value="abc"), f"{KEY} › quantities[0].low", "plain number",
    ),
    "reversed bounds": (put(*FIRST, "quantities", 0, "low", value="9000"), f"{KEY} › quantities[0].low", "above"),
    "an overlong statement": (put(*FIRST, "statement", value="x" * 5_000), f"{KEY} › statement", "1,000"),
    "a moment that nobody can read back": (
        put("article", "captured_at", value="9999-12-31T23:59:59-12:00"), "article.json › captured_at", "years",
    ),
    "no passages": (put("article", "passages", value=[]), "article.json › passages", "does not fit"),
    "claims that are no list": (put("claims", value={}), "claims.json", "must be a list"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_files_are_refused_by_file_item_and_field(name: str, tmp_path: Path) -> None:
    change, place, words = BAD[name]
    with pytest.raises(InvalidValue) as refused:
        folder.read(written(tmp_path, change))
    found = {problem.field: problem.message for problem in refused.value.problems}
    assert place in found
    assert words in found[place]
    found[place].encode()


def test_the_demonstration_itself_is_well_formed() -> None:
    assert len(folder.read(FIXTURES).claims) == 5


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for name in ("an unparsable date", "an unknown speaker", "an unknown rating", "NUL"):
            BAD[name][0](files)

    with pytest.raises(InvalidValue) as refused:
        folder.read(written(tmp_path, change))
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file"),
        (b"", "line 1"),
        (b"[{]", "line 1"),
        (b"\xff\xfe", "cannot be read"),
        (b'{"name": 1, "name": 2}', "“name” stands twice"),
        (b"[" * 100_000, "cannot be read"),
        (b"9" * 5_000, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, words: str) -> None:
    place = written(tmp_path)
    file = place / "ratings.json"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(InvalidValue) as refused:
        folder.read(place)
    (problem,) = refused.value.problems
    assert problem.field == "ratings.json"
    assert words in problem.message


# --- with the database ----------------------------------------------------------------------------

COUNTED = (Article, Claim, Contribution, Evidence, History, Outlet, Source, Speaker)


def counts() -> list[int]:
    """How many rows there are."""
    return [model.objects.count() for model in COUNTED]


def load(place: Path, cast: Cast) -> int:
    """Loads a folder."""
    people = seed.Cast(cast.extractor, cast.reviewer, cast.second_reviewer, cast.editor, cast.machine)
    return seed.load(place, cast=people, say=lambda _line: None)


def test_a_problem_of_the_files_leaves_nothing_behind(cast: Cast, tmp_path: Path) -> None:
    before = counts()
    with pytest.raises(InvalidValue):
        load(written(tmp_path, put("claims", 4, "said", "edtf", value="x")), cast)
    assert counts() == before


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("parties", "speakers", "iwpr", "name", value="Ahrned Rashid"), "parties.json › speakers.iwpr › name"),
        (put("ratings", "ratings", 0, "value", value=9), "ratings.json › value"),
        (put("article", "full_sha256", value="abc"), "article.json › full_sha256"),
    ],
)  # fmt: skip
def test_a_noun_that_an_action_refuses_leaves_nothing_behind(
    cast: Cast, tmp_path: Path, change: Change, place: str
) -> None:
    before = counts()
    with pytest.raises(DomainError) as refused:
        load(written(tmp_path, change), cast)
    assert place in {problem.field for problem in refused.value.problems}
    assert counts() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (put("claims", 1, "replies", value=[]), "replies"),
        (put("claims", 1, "speaker_role", value="macleod-2009"), "speaker_role"),
    ],
)
def test_a_claim_that_fails_midway_is_not_half_there_and_the_next_run_goes_on(
    cast: Cast, tmp_path: Path, change: Change, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        load(written(tmp_path, change), cast)
    assert f"claims.json › rashid-few-hundred › {field}" in {p.field for p in refused.value.problems}
    assert Claim.objects.count() == 1
    assert load(FIXTURES, cast) == 4
    assert load(FIXTURES, cast) == 0
    assert set(Claim.objects.values_list("state", flat=True)) == {"published"}


def test_claims_are_taken_as_far_as_the_file_says(cast: Cast, tmp_path: Path) -> None:
    steps = ["proposed", "open", "in review", "draft complete", "approved"]

    def change(files: Files) -> None:
        for item, step in zip(files["claims"], steps, strict=True):
            item["until"] = step

    load(written(tmp_path, change), cast)
    states = [claim.state for claim in Claim.objects.order_by("id")]
    assert states == steps
    waiting = Claim.objects.get(state="draft complete")
    assert review.approve(
        claim=waiting, rev=waiting.rev, by=cast.second_reviewer, at=waiting.created_at
    ).claim_id == (waiting.pk)


def test_the_command_says_what_is_wrong_without_a_traceback(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.DEBUG = settings.DATABASE_IS_EMBEDDED = True
    bad = written(tmp_path, BAD["an unparsable date"][0])
    with pytest.raises(CommandError) as refused:
        call_command("load_seed", folder=bad)
    assert f"{KEY} › said" in str(refused.value)
    with pytest.raises(CommandError, match="no such file"):
        call_command("load_seed", folder=tmp_path / "nowhere")
