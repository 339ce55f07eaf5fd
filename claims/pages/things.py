"""One article, speaker or source, with the claims it is part of. Fetch, check, call, present."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, gettext_lazy

from claims.domain.errors import DomainError, InvalidValue
from claims.formats import languages, stored
from claims.formats.admiralty import credibility_in_words, reliability_in_words
from claims.formats.dates import day
from claims.formats.evidence import STANCES
from claims.formats.languages import foreign, language_of_title
from claims.formats.passages import Passage, Segment, passages
from claims.formats.trail import Trails
from claims.pages import presenting
from claims.pages.altered import altered
from claims.pages.answering import gone, more, page, refused, until_its_article_changes, until_the_log_grows
from claims.reads import cursors, library, published
from claims.reads.alterations import Alteration

CLAIMS = 100
SPEAKERS = {
    "person": gettext_lazy("Person"),
    "organization": gettext_lazy("Organization"),
    "collective": gettext_lazy("A group, not one person"),
    "unnamed": gettext_lazy("Not named in the article"),
    "outlet": gettext_lazy("Outlet"),
}


@until_its_article_changes
def article(request: HttpRequest, public_id: str, told: Mapping[str, Alteration]) -> HttpResponse:
    """An article: its passages with every claim where it stands, and the claims in the order of its text."""
    found = _found("article", public_id)
    if not found.value:
        return gone(request)
    documents, following, refusal = _documents(request, "article", public_id)
    if refusal is not None:
        return refusal
    documents.sort(
        key=lambda one: (
            -(one["article"].get("version") or 1),
            one["quotation"]["start"],
            one["quotation"]["end"],
        )
    )
    items = [
        {**presenting.listed(one), "altered": altered(told[one["id"]]) if one["id"] in told else None}
        for one in documents
    ]
    context = {
        "article": found.value,
        "language": documents[0]["language"] if documents else "",
        "date": presenting.when(found.value["published"]),
        "captured": day(found.value.get("captured_at")),
        "claims": found.claims,
        "items": items,
        "passages": [_shown(one, items) for one in passages(documents)],
        "tally": presenting.tally(items),
        "next": following,
    }
    return page(request, "article", context, demonstration=_demonstration(found, items))


@until_the_log_grows
def speaker(request: HttpRequest, public_id: str) -> HttpResponse:
    """A speaker: the roles it is given, and its claims."""
    found = _found("speaker", public_id)
    if not found.value:
        return gone(request)
    documents, following, refusal = _documents(request, "speaker", public_id)
    if refusal is not None:
        return refusal
    items = [presenting.listed(one) for one in documents]
    context = {
        "speaker": found.value,
        "kind": str(SPEAKERS.get(found.value["kind"], found.value["kind"])),
        "roles": _roles(documents),
        "claims": found.claims,
        "items": items,
        "tally": presenting.tally(items),
        "next": following,
    }
    return page(request, "speaker", context, demonstration=_demonstration(found, items))


@until_the_log_grows
def source(request: HttpRequest, public_id: str) -> HttpResponse:
    """A source: what it is, where it has it from, and the claims that it bears on."""
    found = _found("source", public_id)
    if not found.value:
        return gone(request)
    documents, following, refusal = _documents(request, "source", public_id)
    if refusal is not None:
        return refusal
    value = found.value
    context = {
        "source": value,
        "title_language": language_of_title(value["title"], value["language"], ours=get_language()),
        "date": presenting.when(value["published"]),
        "kind": stored.in_words(stored.SOURCE_KINDS, value["kind"]),
        "language": languages.name(value["language"]),
        "reliability": reliability_in_words(value["reliability"]),
        "host": value["url"].split("/")[2] if "//" in value["url"] else "",
        "origin": Trails.of(documents[0]).line(public_id) if documents else "",
        "claims": found.claims,
        "items": [item for one in documents for item in _resting(one, public_id)],
        "next": following,
    }
    return page(
        request,
        "source",
        context,
        demonstration=_demonstration(found, [{"document": one} for one in documents]),
    )


def shelved(noun: str, thing: library.Thing) -> dict[str, Any]:
    """One line of a list of articles, speakers or sources."""
    value = thing.value
    if noun == "speaker":
        name, about = value["name"], str(SPEAKERS.get(value["kind"], value["kind"]))
        about = "; ".join(part for part in (value.get("disambiguation", ""), about) if part)
    elif noun == "source":
        name = value["title"]
        date = presenting.when(value["published"]).words
        about = " · ".join(
            filter(None, (value["publisher"], date, stored.in_words(stored.SOURCE_KINDS, value["kind"])))
        )
    else:
        name = value["headline"]
        about = " · ".join((value["outlet"], presenting.when(value["published"]).words))
    language = (
        language_of_title(name, value["language"], ours=get_language())
        if noun == "source"
        else value.get("language", "")
    )
    return {
        "path": f"/{noun}s/{thing.public_id}",
        "name": name,
        "about": about,
        "claims": thing.claims,
        "language": language,
    }


def corrected(one: library.Correction) -> dict[str, Any]:
    """One line of a list of corrections."""
    return {
        "correction": one,
        "kind": stored.in_words(stored.PUBLICATIONS, one.kind),
        "correction_kind": stored.in_words(stored.CORRECTIONS, one.correction_kind),
        "on": day(one.at.date().isoformat()),
    }


def _found(noun: str, public_id: str) -> library.Thing:
    found = library.thing(noun, public_id)
    if found is None:
        raise Http404(f"No published claim names this {noun}.")
    return found


def _documents(
    request: HttpRequest, noun: str, public_id: str
) -> tuple[list[dict[str, Any]], str, HttpResponse | None]:
    """A page of the newest documents, the address of the next one, and the refusal of a bad address."""
    filters = {noun: public_id}
    try:
        strange = [name for name in request.GET if name != "cursor"]
        if strange or len(request.GET.getlist("cursor")) > 1:
            raise InvalidValue(gettext("This page takes no parameter but one “cursor”."), field="cursor")
        cursor = request.GET.get("cursor")
        after = cursors.read_place(cursor, filters=filters) if cursor else None
    except DomainError as error:
        return [], "", refused(request, error)
    found = published.listed(limit=CLAIMS, after=after, filters=filters)
    path = f"/{noun}s/{public_id}"
    following = more(path, cursors.make_place(found.next_after, filters=filters)) if found.next_after else ""
    return [item.value() for item in found.items if item.document is not None], following, None


def _demonstration(found: library.Thing, items: Sequence[Mapping[str, Any]]) -> bool:
    return found.demonstration or presenting.any_demonstration(items)


def _roles(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """The roles that documents give the speaker, each once."""
    parts = ((one["speaker"]["role"], one["speaker"]["organization"]) for one in documents)
    return list(dict.fromkeys(", ".join(part for part in role if part) for role in parts if any(role)))


def _shown(passage: Passage, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"version": passage.version, "segments": [_marked(one, items) for one in passage.segments]}


def _marked(segment: Segment, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    def one(number: int) -> dict[str, Any]:
        return {
            "number": number,
            "path": items[number - 1]["document"]["path"],
            "badge": items[number - 1]["badge"],
        }

    return {
        "text": segment.text,
        "inner": one(segment.claims[0]) if segment.claims else None,
        "ending": [one(number) for number in segment.ending],
    }


def _resting(document: Mapping[str, Any], source_id: str) -> Iterator[dict[str, Any]]:
    """What a document has from a source."""
    for item in document["evidence"]:
        if item["source"]["id"] == source_id:
            icon, words = STANCES[item["stance"]]
            yield {
                **presenting.listed(document),
                "stance": item["stance"],
                "icon": icon,
                "stance_words": str(words),
                "says": item["says"],
                "excerpt": item["excerpt"],
                "language": foreign(item["source"]["language"], to=document["language"]),
                "credibility": credibility_in_words(item["credibility"]),
            }
