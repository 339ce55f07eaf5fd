"""Published documents of every kind that matters to provenance, and texts made to break what is written of them."""

from __future__ import annotations

from typing import Any

from tests.dates import stated

STATED, SUPPOSED, UNKNOWN = "stated", "inferred", "unknown"
Document = dict[str, Any]


def document(number: int = 1, **changed: Any) -> Document:
    """A published document: unrated, said by one stated person, without evidence."""
    return {
        "schema": 1, "id": "cccccccccc", "path": "/claims/cccccccccc", "number": number,
        "previous_number": number - 1 or None, "kind": "correction" if number > 1 else "first",
        "published_at": f"2026-11-{number:02}T08:00:00.123456Z", "corrections": [],
        "license": "https://creativecommons.org/licenses/by/4.0/", "demonstration": False,
        "status": "unrated", "statement": "The group has several thousand fighters.", "language": "en",
        "claim_type": "quantity", "topic": "strength", "places": [],
        "quotation": {
            "exact": "several thousand fighters, he said, perhaps", "start": 10, "end": 53, "kind": "mixed",
            "translated": "unknown", "spans": [], "prefix": "", "suffix": "", "context_before": "",
            "context_after": "",
        },
        "speaker": {
            "id": "pppppppppp", "name": "A general", "disambiguation": "", "kind": "person", "role": "spokesman",
            "organization": "The army", "basis": STATED, "candidates": [], "same_as": [],
        },
        "attribution": [], "cue": "said", "modality": "hedged", "hedges": ["perhaps"],
        "said": stated("2009-08~").as_json(), "about": stated("").as_json(), "quantities": [],
        "article": {
            "id": "aaaaaaaaaa", "headline": "A headline", "outlet": "The outlet", "authors": ["One", "Two"],
            "url": "https://outlet.example/page", "published": stated("2009-09-28").as_json(), "version": 2,
            "text_sha256": "0" * 64, "captured_at": "2026-10-01T00:00:00.000000Z", "is_excerpt": True,
        },
        "verdict": None, "evidence": [], "provenance": {"nodes": [], "edges": []},
        "corroboration": {}, "replies": [], "links": [],
    } | changed  # fmt: skip


VERDICT = {
    "rating": "mostly accurate", "meaning": "Right but for details.", "rating_value": 4, "best": 5, "worst": 1,
    "credence": 70, "evidence_level": "limited", "agreement": "medium", "confidence": "low",
    "conclusion": "Likely.", "summary": ["One.", "Two."], "rationale": "Long.", "recheck_on": "2027-01-31",
}  # fmt: skip


def evidence(number: int, **changed: Any) -> Document:
    """A piece of evidence that rests on the source of this number."""
    return {
        "source": {
            "id": f"s{number}", "title": f"Source {number}", "url": "https://source.example/a?b=c&d=%20",
            "publisher": "Publisher", "published": stated("2010?").as_json(), "kind": "news media",
            "language": "en", "reliability": "B", "archived": "https://archive.example/1", "captured_at": None,
        } | changed.pop("source", {}),
        "stance": "supports", "says": "It says so.", "excerpt": "so", "credibility": 2, "attests": "cannot tell",
        "attests_because": "of the same day", "figures": [],
    } | changed  # fmt: skip


def trail(*edges: tuple[str, ...]) -> Document:
    """Provenance of these edges (from, to, how, basis, perhaps note): s… is a source, u… unknown, else a party."""
    names = sorted({name for edge in edges for name in edge[:2]})
    types = {"s": "source", "u": "unknown", "c": "claim", "b": "institution"}
    return {
        "nodes": [{"id": one, "type": types.get(one[0], "origin"), "label": f"Label {one}"} for one in names],
        "edges": [
            dict(zip(("from", "to", "how", "basis", "note"), (*edge, "")[:5], strict=True)) for edge in edges
        ],
    }


def with_trail(*edges: tuple[str, ...], **changed: Any) -> Document:
    """A document whose evidence is s1, with this trail behind it."""
    return document(evidence=[evidence(1)], provenance=trail(*edges), **changed)


def history(*statuses: str) -> list[Document]:
    """Revisions of these statuses; the last names the reason of each."""
    found = [
        document(
            number,
            status=status,
            kind="retraction" if status == "retracted" else "correction" if number > 1 else "first",
            verdict=VERDICT,
            statement=f"Statement {number}",
        )
        for number, status in enumerate(statuses, 1)
    ]
    kinds = [("withdrawn" if one["status"] == "retracted" else "new evidence") for one in found]
    found[-1]["corrections"] = [
        {"number": n, "kind": kinds[n - 1], "reason": f"Reason {n}", "at": found[n - 1]["published_at"]}
        for n in range(2, len(found) + 1)
    ]
    return found


HOSTILE = (
    'a "quoted" \\ back\\slash', "two\nlines\n\n\"\"\"three\"\"\"", "tab\there", "שלום \u202eright to left\u202c",
    "\u2028\u2029", "prov:Entity", "<http://evil.example/>", "x' \"@en", '"""', "\\", "]) entity(fc:evil, [", "@prefix",
    " %% xsd:int", "a%20b",
    "\u00ad\u200b\ufeff", "a\u0301\u0323", "\U0001f600", "2009-01-01T00:00:00Z", "true", "1", "-", "\\u0041",
)  # fmt: skip


def hostile(text: str) -> Document:
    """A document that holds this text wherever text may stand."""
    found = with_trail(
        ("s1", "s2", "quotes", STATED, text), ("s1", "o1", "relays", STATED, text),
        ("o1", "b1", "belongs to", STATED), ("s2", "u2", "unknown", UNKNOWN, text),
        ("s1", "s3", "copy", SUPPOSED, text),
    )  # fmt: skip
    found |= {
        "statement": text,
        "cue": text,
        "hedges": [text, "perhaps"],
        "verdict": VERDICT | {"summary": [text]},
    }
    found["speaker"] |= {"name": text, "role": text, "organization": text}
    found["article"] |= {"headline": text, "outlet": text, "authors": [text]}
    found["quotation"] |= {"exact": text}
    found["evidence"][0] |= {"says": text, "excerpt": text}
    found["said"] |= {"text": text, "basis": f"inferred from {text}"}
    for node in found["provenance"]["nodes"]:
        node["label"] = text
    return found


def of_the_first_days() -> Document:
    """A document without the keys that came later."""
    found = document(evidence=[evidence(1)])
    for part, key in (
        (found, "provenance"), (found["speaker"], "disambiguation"), (found["article"], "captured_at"),
        (found["article"], "is_excerpt"), (found["article"], "version"),
    ):  # fmt: skip
        del part[key]
    return found


CASES: dict[str, list[Document]] = {
    "of the first days": [of_the_first_days()],
    "unrated, no evidence": [document()],
    "rated": [document(status="rated", verdict=VERDICT, evidence=[evidence(1), evidence(2, stance="disputes")])],
    "a source used twice": [document(evidence=[evidence(1), evidence(1, stance="context", says="More.")])],
    "captured": [document(evidence=[evidence(1, source={"captured_at": "2026-10-02T03:04:05.000006Z"})])],
    "captured twice": [
        document(evidence=[
            evidence(1, source={"captured_at": "2026-10-02T03:04:05.000006Z"}),
            evidence(1, source={"captured_at": "2026-10-03T03:04:05.000000Z"}),
            evidence(1, source={"captured_at": "2026-10-02T03:04:05.000006Z"}),
        ])
    ],
    "corrected": history("unrated", "rated", "rated"),
    "retracted": history("rated", "retracted"),
    "reinstated": history("rated", "retracted", "rated"),
    "the revision before is suppressed": history("rated", "rated", "rated")[::2],
    "only the last is known": history("rated", "retracted")[1:],
    "every way to derive": [
        with_trail(*(("s1", f"s{n}", how, STATED) for n, how in enumerate(
            ("quotes", "relays", "republishes", "summarizes", "own reporting"), 2)))
    ],
    "the same two ends twice": [
        with_trail(("s1", "s2", "quotes", STATED), ("s1", "s2", "relays", STATED), ("s1", "o1", "quotes", STATED),
                   ("s1", "o1", "relays", STATED, "once more"))
    ],
    "supposed": [
        with_trail(("s1", "s2", "quotes", SUPPOSED), ("s1", "o1", "relays", UNKNOWN), ("s1", "s3", "copy", SUPPOSED),
                   ("s1", "u1", "unknown", UNKNOWN, "An anonymous tip"))
    ],
    "a circle": [with_trail(("s1", "s2", "quotes", STATED), ("s2", "s3", "relays", STATED),
                            ("s3", "s1", "quotes", STATED), ("s3", "s4", "quotes", STATED))],
    "of itself": [with_trail(("s1", "s1", "quotes", STATED))],
    "parties in a circle": [with_trail(("s1", "o1", "quotes", STATED), ("o1", "b1", "belongs to", STATED),
                                       ("b1", "o1", "belongs to", STATED))],
    "the speaker is an origin": [with_trail(("s1", "pppppppppp", "quotes", STATED))],
    "one of several": [
        document(speaker=document()["speaker"] | {
            "basis": "ambiguous", "candidates": [{"id": "qqqqqqqqqq", "name": "Another", "disambiguation": "the tall"}],
        })
    ],
    "passed on": [
        document(attribution=[
            {"speaker": {"id": "rrrrrrrrrr", "name": "An agency", "disambiguation": "", "role": "", "organization": ""},
             "cue": "quotes", "hedges": []},
            {"speaker": {"id": "tttttttttt", "name": "A clerk", "disambiguation": "", "role": "clerk",
                         "organization": "Office"}, "cue": "reportedly told", "hedges": ["reportedly"]},
        ])
    ],
    **{f"hostile: {text!r}": [hostile(text)] for text in HOSTILE},
}  # fmt: skip
