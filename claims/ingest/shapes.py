"""The shape of the five files, as JSON Schema, and what is wrong with a file in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from claims.domain.errors import Problem
from claims.domain.text import shown
from claims.domain.vocabulary import (
    Agreement,
    Basis,
    ClaimType,
    CorrectionKind,
    DerivationHow,
    EvidenceLevel,
    LinkKind,
    Modality,
    Quotation,
    Reliability,
    ReplyOutcome,
    SourceKind,
    SpanRole,
    SpeakerBasis,
    SpeakerKind,
    Stance,
    State,
    Translated,
)

STATES = tuple(state for state in State if state is not State.SUPPRESSED)
"""Where the files may leave a claim. Suppression needs a case with two people and is no matter of files."""

Shape = dict[str, Any]
Path = list[str | int]


def _object(optional: Collection[str] = (), /, **properties: Shape) -> Shape:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(items: Shape) -> Shape:
    return {"type": "array", "items": items}


def _keyed(items: Shape) -> Shape:
    return {"type": "object", "additionalProperties": items}


def _either(shape: Shape) -> Shape:
    return {"anyOf": [{"type": "null"}, shape]}


def _one_of(words: Iterable[StrEnum]) -> Shape:
    return {"enum": [word.value for word in words]}


TEXT: Shape = {"type": "string"}
FLAG: Shape = {"type": "boolean"}
WHOLE_NUMBER: Shape = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
TEXTS = _list(TEXT)
DATE = _object(("not_before", "not_after"), edtf=TEXT, basis=TEXT, text=TEXT, not_before=TEXT, not_after=TEXT)
OPTIONAL_TEXT: Shape = {"type": ["string", "null"]}
OPTIONAL_NUMBER: Shape = {**WHOLE_NUMBER, "type": ["integer", "null"]}
FROM_NOBODY: Shape = {
    "not": {"anyOf": [{"required": ["origin"]}, {"required": ["from"]}]},
    "properties": {"basis": {"const": Basis.UNKNOWN.value}},
}
"""A derivation whose source does not say whom it has it from."""

FIGURES = _list(
    _object(
        ("at",),
        measure=TEXT,
        population=TEXT,
        low=OPTIONAL_TEXT,
        high=OPTIONAL_TEXT,
        approximate=FLAG,
        vague=FLAG,
        unit=TEXT,
        text=TEXT,
        at=DATE,
    )
)
EVIDENCE = _list(
    _object(
        ("figures",),
        source=TEXT,
        stance=_one_of(Stance),
        says=TEXT,
        excerpt=TEXT,
        credibility=WHOLE_NUMBER,
        figures=FIGURES,
    )
)
VERDICT = _object(
    ("levels_why",),
    rating=TEXT,
    credence=OPTIONAL_NUMBER,
    evidence_level=_one_of(EvidenceLevel),
    agreement=_one_of(Agreement),
    levels_why=TEXT,
    conclusion=TEXT,
    summary=TEXTS,
    rationale=TEXT,
    looked_for=TEXT,
    would_change=TEXT,
    recheck_on=OPTIONAL_TEXT,
)
OPTIONAL = (
    "occurrence", "candidates", "attribution", "allegation_of_crime", "links", "correction", "duplicate_of",
    "rejected_why",
)  # fmt: skip
"""Keys that a claim may leave out."""

CORRECTION = _object(
    ("verdict",),
    kind=_one_of(kind for kind in CorrectionKind if kind is not CorrectionKind.REINSTATED),
    reason=TEXT,
    evidence=EVIDENCE,
    verdict=_either(VERDICT),
)
"""What a published claim is corrected by: evidence that is added, a verdict that is added or replaced."""

SHAPES: Mapping[str, Shape] = {
    "article": _object(
        outlet=_object(name=TEXT, site=TEXT, country=TEXT, language=TEXT),
        url=TEXT,
        headline=TEXT,
        authors=TEXTS,
        language=TEXT,
        published=DATE,
        captured_at=TEXT,
        captured_how=TEXT,
        full_length=OPTIONAL_NUMBER,
        full_sha256=TEXT,
        passages={**TEXTS, "minItems": 1},
    ),
    "parties": _object(
        speakers=_keyed(
            _object(
                ("disambiguation", "country", "aliases", "institution"),
                kind=_one_of(SpeakerKind),
                name=TEXT,
                disambiguation=TEXT,
                country=TEXT,
                aliases=TEXTS,
                institution=TEXT,
            )
        ),
        roles=_keyed(_object(speaker=TEXT, title=TEXT, organization=OPTIONAL_TEXT, valid=_either(DATE))),
    ),
    "sources": _object(
        sources=_keyed(
            _object(
                url=TEXT,
                title=TEXT,
                publisher=TEXT,
                authors=TEXTS,
                published=_either(DATE),
                kind=_one_of(SourceKind),
                language=TEXT,
                reliability=_one_of(Reliability),
                reliability_why=TEXT,
            )
        ),
        derivations=_list(
            {
                **_object(
                    ("origin", "from"),
                    source=TEXT,
                    origin=TEXT,
                    **{"from": TEXT},
                    how=_one_of(DerivationHow),
                    basis=_one_of(Basis),
                    note=TEXT,
                ),
                "oneOf": [{"required": ["origin"]}, {"required": ["from"]}, FROM_NOBODY],
            }
        ),
    ),
    "ratings": _object(
        name=TEXT,
        best=WHOLE_NUMBER,
        worst=WHOLE_NUMBER,
        ratings=_list(_object(label=TEXT, value=OPTIONAL_NUMBER, meaning=TEXT)),
    ),
    "claims": _list(
        _object(
            OPTIONAL,
            key=TEXT,
            exact=TEXT,
            occurrence={**WHOLE_NUMBER, "minimum": 1},
            quotation=_one_of(Quotation),
            translated=_one_of(Translated),
            spans=_list(
                {"type": "array", "prefixItems": [TEXT, _one_of(SpanRole)], "items": False, "minItems": 2}
            ),
            statement=TEXT,
            speaker=TEXT,
            speaker_role=OPTIONAL_TEXT,
            speaker_basis=_one_of(SpeakerBasis),
            candidates=TEXTS,
            attribution=_list(_object(speaker=TEXT, role=OPTIONAL_TEXT, cue=TEXT, hedges=TEXTS)),
            cue=TEXT,
            modality=_one_of(Modality),
            hedges=TEXTS,
            said=_either(DATE),
            about=_either(DATE),
            claim_type=_one_of(ClaimType),
            topic=TEXT,
            places=TEXTS,
            check_worthiness=TEXT,
            concerns_living_person=FLAG,
            allegation_of_crime=FLAG,
            quantities=FIGURES,
            evidence=EVIDENCE,
            replies=_list(_object(who=TEXT, outcome=_one_of(ReplyOutcome), answer=TEXT)),
            verdict=_either(VERDICT),
            links=_list(_object(kind=_one_of(LinkKind), claim=TEXT, note=TEXT, basis=_one_of(Basis))),
            correction=CORRECTION,
            duplicate_of=TEXT,
            rejected_why=TEXT,
            until=_one_of(STATES),
        )
    ),
}
"""The five files, as JSON Schema."""


def misshapen(name: str, data: Any) -> Iterator[Problem]:
    """What keeps a parsed file from having its shape."""
    found = []
    for error in Draft202012Validator(SHAPES[name]).iter_errors(data):
        for deepest in _deepest(error):
            place = place_of(name, data, list(deepest.absolute_path))
            found.append(Problem(place, f"{place}: {_in_words(deepest)}"))
    yield from dict.fromkeys(found)


def _deepest(error: ValidationError) -> list[ValidationError]:
    """Behind “null or an object” the object's own errors, when it is an object."""
    if error.validator == "anyOf" and isinstance(error.instance, dict):
        return [inner for inner in error.context or () if inner.validator_value != "null"]
    return [error]


def place_of(name: str, data: Any, path: Path) -> str:
    """Such as `claims.json › rashid-few-hundred › said.edtf`: items of a list go by their key where they have one."""
    said = f"{name}.json"
    if path and isinstance(path[0], int):
        item = data[path[0]]
        key = item.get("key") if isinstance(item, dict) else None
        said += f" › {key if isinstance(key, str) else f'item {path[0] + 1}'}"
        path = path[1:]
    inner = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    whole = f"{said} › {inner}" if inner else said
    return whole.encode("utf-8", "replace").decode()  # a key may hold half a character


NAMES = {
    "string": "text", "integer": "a whole number", "boolean": "true or false", "object": "an object",
    "array": "a list", "null": "null",
}  # fmt: skip


def _in_words(error: ValidationError) -> str:
    value: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "required":
        missing = [name for name in value if name not in instance]
        return f"{_quoted(missing)} {'is' if len(missing) == 1 else 'are'} missing."
    if error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        unknown = [name for name in instance if name not in error.schema["properties"]]
        return f"{_quoted(unknown)} is not known here; known are {_quoted(error.schema['properties'])}."
    if error.validator == "enum":
        return f"{shown(error.instance)} is not one of {_quoted(value)}."
    if error.validator == "type":
        kinds = [value] if isinstance(value, str) else value
        return f"this must be {' or '.join(NAMES[kind] for kind in kinds)}, not {shown(error.instance)}."
    if error.validator == "anyOf":
        return f"this must be an object or null, not {shown(error.instance)}."
    if error.validator == "oneOf":
        return "give “origin” (a party), “from” (a source), or neither and the basis “unknown”."
    return f"{shown(error.instance)} does not fit: {error.validator} is {value}."


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
