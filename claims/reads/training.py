"""What people made of the machine's offers: each decided offer beside what was kept of it, as a training pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from claims.domain import edtf
from claims.domain.anchors import occurrences
from claims.domain.edtf import EDTFValue
from claims.domain.mentions import around
from claims.domain.quantities import Quantity
from claims.domain.removal import REDACTED
from claims.domain.vocabulary import MatchVerdict, OfferDecision, SpeakerBasis, SpeakerKind, State
from claims.models import ArticleVersion, Claim, History, MatchDecision, Offer, Speaker
from claims.reads import offers

Json = dict[str, Any]
Places = list[list[int]]
KEPT = (OfferDecision.ACCEPTED.value, OfferDecision.EDITED.value, OfferDecision.DUPLICATE.value)
_FIGURE = ("measure", "population", "low", "high", "approximate", "vague", "unit", "at", "text")


def as_kept(offer: Offer, claim: Claim) -> Json:
    """The claim as it is now, in the shape of a proposal; what nobody changed is as the machine made it.

    `unmarked` names the places that a person's change left without one: a new speaker whose name stands nowhere near.
    """
    made: Json = offer.made
    if not offers.was_edited(offer):
        return made
    text, content = offer.version.text, _content(offer, claim)
    was = _as_offered(claim)
    same_speaker = was.get("speaker_id") == claim.speaker_id
    source = made["source"] if same_speaker else _named_near(claim.speaker, text, content)
    cue = made["cue"] if was.get("cue") == claim.cue else _nearest(text, claim.cue, content[0][0])
    first = made["chain"][0]["party"] if made["chain"] else None
    party = first if same_speaker else _speaker(claim, text, source)
    return made | {
        "source": source,
        "cue": cue,
        "content": content,
        "chain": [_link(party, claim.cue, cue, claim.hedges), *_rest(claim, made["chain"])],
        **{
            name: getattr(claim, name) for name in ("quotation", "claim_type", "modality", "hedges", "places")
        },
        "said": _date(claim.said),
        "about": _date(claim.about),
        "quantities": [_figure(one) for one in claim.quantities.active()],
        "check_worthiness": float(claim.check_worthiness),
        "unmarked": ["source"] if claim.speaker.kind != SpeakerKind.UNNAMED.value and not source else [],
    }


def _offers(version: ArticleVersion) -> QuerySet[Offer]:
    """The offers of a captured text, but for those of suppressed claims."""
    return Offer.objects.filter(version=version).exclude(claim__state=State.SUPPRESSED.value).order_by("pk")


def pairs() -> Iterator[Json]:
    """A line for each captured text with decided offers: `attributions` are what people kept, in the bench's format.

    Beside each stands what the machine had `proposed` and what was decided; `rejected` has what was turned away and
    why, `undecided` how many offers wait. Words of a suppressed claim are blacked out, in all versions of its article.
    """
    versions = ArticleVersion.objects.filter(offers__isnull=False).distinct()
    for version in versions.select_related("article").order_by("pk").iterator(chunk_size=50):
        rows = list(_offers(version))
        decided = [one for one in rows if one.decision != OfferDecision.OPEN.value]
        if decided:
            yield {
                "id": f"{version.article.public_id}/{version.number}",
                "text": _readable(version),
                "attributions": [_pair(one, one.kept) for one in decided if one.decision in KEPT],
                "rejected": [_pair(one, None) for one in decided if one.decision not in KEPT],
                "undecided": len(rows) - len(decided),
            }


def match_pairs() -> Iterator[Json]:
    """A line for each pair of claims of which a person said whether they are the same; none of suppressed claims."""
    gone = State.SUPPRESSED.value
    rows = MatchDecision.objects.select_related("claim", "other").exclude(claim__state=gone)
    for one in rows.exclude(other__state=gone).order_by("pk").iterator(chunk_size=500):
        yield {
            "claim": one.claim.public_id,
            "text": one.asked,
            "other": one.other.public_id,
            "other_text": one.found,
            "same": one.decision == MatchVerdict.SAME.value,
            "score": float(one.score),
            "matcher": one.matcher,
        }


def _pair(one: Offer, kept: Json | None) -> Json:
    told: Json = {"decision": one.decision, "score": float(one.score)}
    told["extractor"] = f"{one.extractor} {one.extractor_version}"
    if kept is None:
        return _spans(one.made) | told | {"why": one.decided_why}
    return _spans(kept) | told | {"proposed": _spans(one.made), "unmarked": kept.get("unmarked", [])}


def _spans(found: Json) -> Json:
    return {
        name: found[name] for name in ("source", "cue", "content", "quotation", "type", "modality", "hedges")
    }


def _readable(version: ArticleVersion) -> str:
    """The version's text without the words of suppressed claims of its article."""
    text = version.text
    gone = Claim.objects.filter(version__article=version.article_id, state=State.SUPPRESSED.value)
    for claim in gone.select_related("version"):
        words = claim.version.text[claim.start : claim.end]
        text = text.replace(words, "".join(one if one == "\n" else REDACTED for one in words))
    return text


def _content(offer: Offer, claim: Claim) -> Places:
    made: Places = offer.made["content"]
    moved = claim.version_id != offer.version_id  # the words went on to a newer capture of the article
    if moved or (claim.start, claim.end) == (made[0][0], made[-1][1]):
        return made
    return [[claim.start, claim.end]]


def _as_offered(claim: Claim) -> Json:
    """The claim's row as it was inserted."""
    first = History.objects.filter(table=Claim._meta.db_table, row=str(claim.pk), operation="insert").first()
    return (first and first.new) or {}


def _named_near(speaker: Speaker, text: str, content: Places) -> Places:
    """Where the speaker's name stands nearest to the content, in its paragraph or the one before."""
    above, _, last = around(text, content[0][0], content[-1][1])
    words = speaker.name.split()
    family = words[-1:] if speaker.kind == SpeakerKind.PERSON.value and len(words) > 1 else []
    for names in ([speaker.name, *speaker.aliases], family):
        found = [
            (min(abs(place - content[0][0]), abs(place - content[-1][1])), place, place + len(name))
            for name in names
            for place in _within(text, name, above, last)
        ]
        if found:
            return [list(min(found)[1:])]
    return []


def _within(text: str, words: str, first: int, last: int) -> Iterable[int]:
    return (first + place for place in occurrences(text[first:last], words)) if words else ()


def _nearest(text: str, words: str, near: int) -> Places:
    found = occurrences(text, words) if words else []
    if not found:
        return []
    place = min(found, key=lambda one: abs(one - near))
    return [[place, place + len(words)]]


def _speaker(claim: Claim, text: str, source: Places) -> Json:
    words = " ".join(text[start:end] for start, end in source)
    role = claim.speaker_role.title if claim.speaker_role else ""
    between = [one.speaker.name for one in claim.candidates.active().select_related("speaker")]
    return _party(claim.speaker, words, source, role, claim.speaker_basis, between)


def _party(speaker: Speaker, words: str, places: Places, role: str, basis: str, between: list[str]) -> Json:
    name = "" if speaker.kind == SpeakerKind.UNNAMED.value else speaker.name
    return {
        "words": words or speaker.name,
        "spans": places,
        "name": name,
        "role": role,
        "kind": speaker.kind,
        "basis": basis,
        "candidates": between,
    }


def _rest(claim: Claim, chain: list[Json]) -> Iterator[Json]:
    """The links beyond the speaker: as the machine had them where they are of the same party."""
    had = {(one["party"] or {}).get("name"): one for one in chain[1:]}
    for link in claim.attributions.active().select_related("speaker", "role"):
        before = had.get(link.speaker.name)
        title = link.role.title if link.role else ""
        anew = _party(link.speaker, "", [], title, SpeakerBasis.STATED.value, [])
        party, places = (before["party"], before["cue_spans"]) if before else (anew, [])
        yield _link(party, link.cue, places, link.hedges)


def _date(value: EDTFValue | None) -> Json:
    return (value or edtf.unknown()).as_json()


def _link(party: Json | None, cue: str, places: Places, hedges: list[str]) -> Json:
    return {"party": party, "cue": cue, "cue_spans": places, "hedges": list(hedges)}


def _figure(row: Any) -> Json:
    return Quantity(**{name: getattr(row, name) for name in _FIGURE}).as_json()
