"""A short article of our own, and what a machine might read in it: proposals built by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from claims.actions import articles, records
from claims.domain import edtf
from claims.domain.quantities import quantity
from claims.domain.vocabulary import ClaimType, Modality, Quotation, SpeakerBasis, SpeakerKind
from claims.extraction.proposal import AttributionType, Link, Party, Proposal, Reason, Spans
from claims.models import Article, ArticleVersion, Outlet, User

TEXT = """Ahmed Rashid estimates that "maybe four or five thousand [fighters]" are in the hills.

"The bridge fell at noon," Minister Ana Sol said. "Nobody crossed it."

A spokesman for the governor said that nine people were hurt.

The attack was reportedly planned abroad. He denied any part in it.

The ministry said that a witness said that the lights went out."""


def placed(text: str, words: str, *, near: int = 0) -> tuple[int, int]:
    """Where the words stand, at or after a place."""
    start = text.index(words, near)
    return start, start + len(words)


def party(name: str = "", words: str = "", **values: Any) -> Party:
    """Somebody who speaks."""
    given: dict[str, Any] = {
        "spans": (),
        "role": "",
        "kind": SpeakerKind.PERSON,
        "basis": SpeakerBasis.STATED,
    }
    return Party(**given | {"words": words or name, "name": name} | values)


def proposal(
    content: Spans,
    *,
    who: Party | None = None,
    source: Spans = (),
    cue: Spans = (),
    text: str = TEXT,
    **values: Any,
) -> Proposal:
    """A proposal with what is usual, and what is given."""
    said = " ".join(text[start:end] for start, end in cue)
    usual: dict[str, Any] = {
        "chain": (Link(who, said, cue),),
        "quotation": Quotation.INDIRECT,
        "type": AttributionType.SPEECH if who else AttributionType.UNSOURCED,
        "claim_type": ClaimType.EVENT,
        "modality": Modality.ASSERTED,
        "hedges": (),
        "said": edtf.unknown(),
        "about": edtf.unknown(),
        "quantities": (),
        "places": (),
        "check_worthiness": 0.5,
        "check_reasons": (Reason("an event that can be checked", 0.3),),
        "score": 0.75,
        "reasons": (Reason("a verb of saying", 0.5),),
    }
    return Proposal(source=source, cue=cue, content=content, **usual | values)


def read(text: str = TEXT) -> list[Proposal]:
    """What there is to read in the text."""

    def at(words: str) -> Spans:
        return (placed(text, words),)

    rashid, sol = party("Ahmed Rashid"), party("Ana Sol", role="Minister")
    governor = party(words="A spokesman for the governor", kind=SpeakerKind.UNNAMED)
    witness, ministry = party(words="a witness", kind=SpeakerKind.UNNAMED), party(
        words="The ministry", name="Ministry of Light", kind=SpeakerKind.ORGANIZATION
    )  # fmt: skip
    figure = quantity(
        measure="fighters", low=4000, high=5000, approximate=True, text="maybe four or five thousand"
    )
    lights = at("the lights went out")
    inner, outer = (placed(text, "said", near=text.index(words)) for words in ("a witness", "The ministry"))
    chain = (Link(witness, "said", (inner,)), Link(ministry, "said", (outer,)))
    return [
        proposal(at('"maybe four or five thousand [fighters]" are in the hills'), who=rashid, source=at("Ahmed Rashid"),
                 cue=at("estimates"), quotation=Quotation.MIXED, modality=Modality.HEDGED, hedges=("maybe",),
                 quantities=(figure,), claim_type=ClaimType.QUANTITY, check_worthiness=0.9, score=0.95),
        proposal((*at('"The bridge fell at noon,"'), *at('"Nobody crossed it."')), who=sol,
                 source=at("Minister Ana Sol"), cue=(placed(text, "said", near=text.index("Sol")),),
                 quotation=Quotation.DIRECT, check_worthiness=0.6),
        proposal(at("nine people were hurt"), who=governor, source=at("A spokesman for the governor"),
                 cue=(placed(text, "said", near=text.index("governor")),), check_worthiness=0.8),
        proposal(at("The attack was reportedly planned abroad"), cue=at("reportedly"), modality=Modality.ALLEGED,
                 hedges=("reportedly",), check_worthiness=0.4, score=0.5),
        proposal(at("any part in it"), who=party(words="He", basis=SpeakerBasis.AMBIGUOUS), source=at("He"),
                 cue=at("denied"), modality=Modality.DENIED, check_worthiness=0.3, score=0.4),
        proposal(lights, source=at("a witness"), cue=(inner,), check_worthiness=0.2, chain=chain),
    ]  # fmt: skip


def captured(by: User, text: str = TEXT, *, url: str = "https://example.org/bridge") -> ArticleVersion:
    """The text as the version of an article."""
    outlet = Outlet.objects.filter(name="The Hill Post").first() or records.add(
        Outlet, by=by, name="The Hill Post"
    )
    article = records.add(
        Article, by=by, outlet=outlet, url=url, headline="A bridge falls", language="en",
        published=edtf.parse("2026-11-20", basis="stated"),
    )  # fmt: skip
    return articles.capture(article=article, text=text, by=by, at=timezone.now(), how="typed by hand")


def many(count: int) -> tuple[str, list[Proposal]]:
    """A long text, and as many proposals in it."""
    lines = [f"Speaker Number{n} Smith said that town {n} counted {n} fires in May." for n in range(count)]
    text = "\n\n".join(lines)
    found = []
    for n, line in enumerate(lines):
        at = text.index(line)
        start = text.index("town", at)
        figure = quantity(measure="fires", low=n, high=n, text=f"{n} fires")
        found.append(
            proposal(
                ((start, at + len(line) - 1),), who=party(f"Number{n % 20} Smith"), text=text, quantities=(figure,),
                cue=(placed(text, "said", near=at),), source=(placed(text, f"Number{n} Smith", near=at),),
                score=float(Decimal("0.8")),
            )
        )  # fmt: skip
    return text, found
