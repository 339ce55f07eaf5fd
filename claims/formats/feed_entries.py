"""What a feed says of a published claim: one entry for every format, in plain text that says no more than its document.

A title may be shown without its summary and a summary without its title, so both keep the hedges, and both say when
a document is a demonstration or was retracted. Words of right-to-left scripts stand isolated among ours: they cannot
turn round what follows them, and a reader's program that looks for the direction of a whole line does not find theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from claims.domain.confidence import likelihood
from claims.domain.ledger import time_text
from claims.domain.tongue import gettext, gettext_lazy, pgettext
from claims.formats import stored
from claims.formats.dates import moment_in_words
from claims.formats.lettering import printable

DEMONSTRATION = gettext_lazy(
    "Demonstration: ratings proposed by one reader from stored copies; approvals by demo accounts."
)
SIDES = stored.SIDES
_ISOLATE, _END = "\u2068", "\u2069"
_JOINERS = "'-\u00ad\u200c\u200d\u2060"
_APOSTROPHES = str.maketrans("’‘ʼ‑", "'''-")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, or a page of it: `path` is its own, `next_path` that of the next page or empty.

    What a feed is about stands in `path` before any “?”: what follows only turns pages, and is no part of its id.
    `name` tells feeds of one path apart, such as by their filters: a part of the feed's id.
    `since` is the year from which on the host of `public_url` was ours: a part of every id, never to be changed.
    """

    title: str
    public_url: str
    path: str
    updated: datetime
    language: str
    license: str
    next_path: str
    since: str = "2026"
    author: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A claim whose document was removed: nothing of it is left but where it stood and when it was published last."""

    path: str
    public_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as feeds show it. `published` is None where the document does not tell when the first one was."""

    id: str
    url: str
    title: str
    summary: str
    updated: str
    published: str | None
    language: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed claim as feeds show it."""

    id: str
    url: str
    updated: str


Item = Mapping[str, Any] | Gone


def entries(feed: Feed, items: Iterable[Item]) -> list[Entry | Removed]:
    """The entries of these documents and tombstones in their order, of each claim only the newest.

    A tombstone wins over a document of the same moment, so that nothing removed is shown by an older copy.
    """
    found: dict[str, Entry | Removed] = {}
    for item in items:
        one = _removed(feed, item) if isinstance(item, Gone) else _entry(feed, item)
        other = found.get(one.id)
        if other is None or _rank(one) > _rank(other):
            found[one.id] = one
    return list(found.values())


def hedged(document: Mapping[str, Any]) -> str:
    """The statement in one line, and in brackets its modality and every hedge that it does not hold word for word.

    Such as “They are five thousand. (“maybe”, alleged)”. Rather twice than never: “can” is not told by “can't”, nor
    “may” by “in May 2009”, nor an allegation by a statement that happens to hold the word “alleged”.
    """
    return _headline(document)


def title(document: Mapping[str, Any]) -> str:
    """The hedged statement, behind “Demonstration: ” and “Retracted: ” where it is one or was."""
    retracted, demonstration = document["status"] == "retracted", document.get("demonstration")
    words = _headline(document, isolated=bool(retracted or demonstration))
    if retracted:
        words = gettext("Retracted: %(statement)s") % {"statement": words}
    if demonstration:
        words = gettext("Demonstration: %(statement)s") % {"statement": words}
    return words


def summary(document: Mapping[str, Any]) -> str:
    """Who said it, when, how sure, where; the verdict in words and its known independent origins: a line for each."""
    return "\n".join(one if one.endswith((".", "!", "?", "…")) else f"{one}." for one in _told(document))


def address(public_url: str, path: str) -> str:
    """The whole address of a path, which is put in ASCII and cannot leave our host."""
    kept = quote(path.lstrip("/"), safe="/?&=%:@!$()*+,;~#", errors="replace")
    return f"{public_url.rstrip('/')}/{kept}"


def tag(feed: Feed, name: str) -> str:
    """The `tag:` id (RFC 4151) of something of ours; raises ValueError for a host that can give none."""
    host = (urlsplit(feed.public_url).hostname or "").encode("idna").decode()
    if not host or ":" in host:
        raise ValueError(f"No tag can be made for the host of {feed.public_url!r}.")
    return f"tag:{host},{feed.since}:{quote(name, safe='/', errors='replace')}"


def moment(value: datetime) -> str:
    """A moment by RFC 3339, as documents write it; raises ValueError without a time zone."""
    if value.tzinfo is None:
        raise ValueError("A moment of a feed needs a time zone.")
    return time_text(value)


def _entry(feed: Feed, document: Mapping[str, Any]) -> Entry:
    updated = moment(datetime.fromisoformat(document["published_at"]))
    return Entry(
        id=tag(feed, f"claims/{document['id']}"),
        url=address(feed.public_url, document["path"]),
        title=title(document),
        summary=summary(document),
        updated=updated,
        published=updated if document["number"] == 1 else None,
        language=document.get("language") or feed.language,
        document=document,
    )


def _removed(feed: Feed, gone: Gone) -> Removed:
    return Removed(
        tag(feed, f"claims/{gone.public_id}"), address(feed.public_url, gone.path), moment(gone.at)
    )


def _rank(one: Entry | Removed) -> tuple[str, bool, int]:
    """The later, the greater: moments have one width, so that their texts stand in the order of time."""
    if isinstance(one, Removed):
        return one.updated, True, 0
    return one.updated, False, one.document["number"]


def _headline(document: Mapping[str, Any], *, isolated: bool = False) -> str:
    statement, missing = _line(document["statement"]), _missing(document)
    if not isolated and not missing:
        return statement
    return _isolated(statement) + (f" ({', '.join(missing)})" if missing else "")


def _missing(document: Mapping[str, Any]) -> list[str]:
    """What a headline adds to the statement: the hedges that it does not hold, and the modality."""
    statement, modality = _comparable(_line(document["statement"])), document["modality"]
    relayed = (hedge for link in document.get("attribution", ()) for hedge in link["hedges"])
    hedges = [words for hedge in (*document["hedges"], *relayed) if _visible(words := _line(hedge))]
    missing = [words for words in dict.fromkeys(hedges) if not _holds(statement, _comparable(words))]
    plain = modality == "asserted" or (modality == "hedged" and hedges)
    return [*_quoted(missing), *([] if plain else [stored.in_words(stored.MODALITIES, modality)])]


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole ones; an apostrophe or hyphen joins what is around it."""
    for found in re.finditer(f"(?={re.escape(words)})", text):
        before, after = text[: found.start()], text[found.start() + len(words) :]
        if not _goes_on(before[::-1]) and not _goes_on(after):
            return True
    return False


def _goes_on(text: str) -> bool:
    """Whether a word that stands before this text goes on in it."""
    return _letter(text[1:2] if text[:1] in _JOINERS else text[:1])


def _letter(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark that belongs to one, as vowels do in Indic scripts."""
    return character != "" and unicodedata.category(character)[0] in "LNM"


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def _line(text: str) -> str:
    """In one line, without what XML cannot hold and without marks that turn the direction."""
    return " ".join(filter(None, map(printable, text.split())))


def _visible(text: str) -> bool:
    return any(character.isprintable() and not character.isspace() for character in text)


def _isolated(text: str) -> str:
    """The text, isolated when it holds anything that runs from right to left."""
    turns = any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)
    return f"{_ISOLATE}{text}{_END}" if turns else text


def _told(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("demonstration"):
        yield str(DEMONSTRATION)
    for one in document.get("corrections", ()):
        if one["number"] == document["number"]:
            yield gettext("Document no. %(number)s, %(kind)s: %(reason)s") % {
                "number": one["number"],
                "kind": stored.in_words(stored.CORRECTIONS, one["kind"]),
                "reason": _isolated(_line(one["reason"])),
            }
    yield gettext("Who said it: %(speaker)s") % {"speaker": speaker_in_words(document["speaker"])}
    if document.get("attribution"):
        yield gettext("Told through: %(parties)s") % {
            "parties": "; ".join(map(_link, document["attribution"]))
        }
    said = document["said"]
    when = gettext("When it was said: %(date)s")
    if said["basis"].startswith("inferred"):
        when = gettext("When it was said: %(date)s, as inferred")
    yield when % {"date": moment_in_words(said)}
    if document["hedges"] or document["modality"] != "asserted":
        put = [stored.in_words(stored.MODALITIES, document["modality"]), *_quoted(document["hedges"])]
        yield gettext("How it was put: %(words)s") % {"words": ", ".join(put)}
    outlet, headline = (_isolated(_line(document["article"][key])) for key in ("outlet", "headline"))
    yield gettext("Printed in: %(outlet)s, “%(headline)s”") % {"outlet": outlet, "headline": headline}
    yield gettext("Verdict: %(verdict)s") % {"verdict": _verdict(document)}
    yield gettext("Known independent origins: %(counts)s") % {"counts": _origins(document)}


def speaker_in_words(speaker: Mapping[str, Any]) -> str:
    """Who said it, and what of that is not certain."""
    who, stated = _party(speaker), speaker["basis"] == "stated"
    if speaker["basis"] == "ambiguous":
        candidates = f" {pgettext('between two names', 'or')} ".join(map(_party, speaker["candidates"]))
        words = gettext("unclear who; recorded under %(who)s")
        if candidates:
            words = gettext("unclear who, possibly %(candidates)s; recorded under %(who)s")
        return words % {"who": who, "candidates": candidates}
    if speaker["kind"] == "unnamed":
        words = gettext("%(who)s – the article does not state whose words or belief this is")
        return (gettext("%(who)s – not named in the article") if stated else words) % {"who": who}
    if stated:
        return who
    basis = stored.in_words(stored.SPEAKER_BASES, speaker["basis"])
    return gettext("%(who)s – %(basis)s from the text, not stated") % {"who": who, "basis": basis}


def _party(party: Mapping[str, Any]) -> str:
    more = [_line(party.get(key) or "") for key in ("disambiguation", "role", "organization")]
    apart = ", ".join(map(_isolated, filter(None, more)))
    return _isolated(_line(party["name"])) + (f" ({apart})" if apart else "")


def _link(link: Mapping[str, Any]) -> str:
    return ", ".join([_party(link["speaker"]), *_quoted(link["hedges"])])


def _quoted(words: Iterable[str]) -> list[str]:
    lines = (_isolated(line) for one in words if _visible(line := _line(one)))
    return [pgettext("words in quotation marks", "“%(words)s”") % {"words": line} for line in lines]


def _verdict(document: Mapping[str, Any]) -> str:
    if document["status"] == "retracted":
        return gettext("Retracted")
    verdict = document["verdict"]
    if verdict is None:
        return gettext("Not yet rated")
    return gettext("%(rating)s (%(likelihood)s, with %(confidence)s confidence). %(conclusion)s") % {
        "rating": _isolated(stored.rating(_line(verdict["rating"]))),
        "likelihood": likelihood(verdict["credence"]),
        "confidence": stored.in_words(stored.CONFIDENCE, verdict["confidence"]),
        "conclusion": _isolated(_line(verdict["conclusion"])),
    }


def _origins(document: Mapping[str, Any]) -> str:
    found = document.get("corroboration") or {}
    told = []
    for side, phrase in SIDES.items():
        if count := found.get(side):
            words = pgettext("known origins", "%(known)s %(side)s")
            if count["possible"] > count["established"]:
                words = gettext("%(known)s %(side)s (%(possible)s possible at most)")
            numbers = {"known": count["established"], "possible": count["possible"]}
            told.append(words % {"side": phrase, **numbers})
    return ", ".join(told) or pgettext("known origins", "not counted")
