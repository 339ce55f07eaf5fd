"""Whom a proposal means, as rows of the desk: found by exact name, or made; nobody is invented.

* A party that the text names is the one speaker of exactly that name or alias; the same name may still be somebody
  else, so that is an inference unless this party speaks in the article already. Several of the name are candidates.
* Somebody whom the text does not name (“a spokesman for the governor”) is a party of kind “unnamed” under the
  article's own words, told apart by the article: in another article the same words are other people.
* Where no source is named at all, and where a pronoun could not be resolved, the party is “Nobody named”.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from claims.actions import records
from claims.domain import edtf
from claims.domain.edtf import EDTFValue
from claims.domain.errors import InvalidValue
from claims.domain.text import LIMITS
from claims.domain.vocabulary import SpeakerBasis, SpeakerKind
from claims.extraction.proposal import Link, Party
from claims.models import ArticleVersion, Claim, Speaker, SpeakerRole, User

NOBODY = "Nobody named"
PRONOUNS = frozenset(
    ("", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "it", "its", "who", "whom",
     "which", "this", "that", "these", "those", "we", "us", "our", "i", "me", "you")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A party as a row: how we know that it speaks, and between whom that is open."""

    speaker: Speaker
    basis: SpeakerBasis
    candidates: tuple[Speaker, ...] = ()


class Parties:
    """The parties of one article's proposals; each is looked up or made once."""

    def __init__(self, version: ArticleVersion, links: Iterable[Link], *, by: User) -> None:
        self.version, self.by = version, by
        self.names = {
            name
            for link in links
            if link.party
            for name in (link.party.name, link.party.words, *link.party.candidates)
        }
        self.look_again()
        here = Claim.objects.filter(version__article=version.article_id)
        self.speaking = set(here.values_list("speaker_id", flat=True))

    def look_again(self) -> None:
        """Knows also the rows that others have made meanwhile."""
        named = Q(name__in=[*self.names, NOBODY]) | Q(aliases__overlap=sorted(self.names))
        self.rows = list(Speaker.objects.filter(named).order_by("id"))

    def of(self, party: Party | None) -> Known:
        """The row of a party, with what its identity rests on."""
        if party is None:
            return Known(self._unnamed(NOBODY, told_by=""), SpeakerBasis.INFERRED)
        between = tuple(dict.fromkeys(self._named(name, party.kind).speaker for name in party.candidates))
        if party.basis is SpeakerBasis.AMBIGUOUS and len(between) > 1:
            return Known(between[0], SpeakerBasis.AMBIGUOUS, between)
        if party.name and party.kind is not SpeakerKind.UNNAMED:
            known = self._named(party.name, party.kind)
            return known if known.basis is not SpeakerBasis.STATED else Known(known.speaker, party.basis)
        words = party.name or party.words
        if words.casefold() in PRONOUNS:
            return Known(self._unnamed(NOBODY, told_by=""), SpeakerBasis.AMBIGUOUS)
        return Known(self._unnamed(words, told_by=self._article()), party.basis)

    def role(self, party: Party | None, speaker: Speaker, *, said: EDTFValue) -> SpeakerRole | None:
        """The role that the article gives a named party: one that it had then, or a new one of unknown dates."""
        if party is None or not party.role or speaker.kind == SpeakerKind.UNNAMED.value:
            return None
        title = party.role[: LIMITS["title"]]
        for one in SpeakerRole.objects.filter(speaker=speaker, title__iexact=title).order_by("id"):
            held = one.valid or edtf.unknown()
            if not (edtf.definitely_before(held, said) or edtf.definitely_before(said, held)):
                return one
        return records.add(SpeakerRole, by=self.by, speaker=speaker, title=title, valid=edtf.unknown())

    def forget(self, known: int) -> None:
        """Only the first so many rows are there: the others were made with a claim that was refused."""
        self.speaking -= {one.pk for one in self.rows[known:]}
        del self.rows[known:]

    def _named(self, name: str, kind: SpeakerKind) -> Known:
        unnamed = SpeakerKind.UNNAMED.value
        found = [one for one in self.rows if name in (one.name, *one.aliases) and one.kind != unnamed]
        found.sort(key=lambda one: one.pk not in self.speaking)
        if len(found) > 1:
            return Known(found[0], SpeakerBasis.AMBIGUOUS, tuple(found))
        if found:
            spoke = found[0].pk in self.speaking
            return Known(found[0], SpeakerBasis.STATED if spoke else SpeakerBasis.INFERRED)
        kind = SpeakerKind.ORGANIZATION if kind is SpeakerKind.UNNAMED else kind
        for told_by in ("", self._article()):
            try:
                return Known(self._made(name, kind, told_by), SpeakerBasis.STATED)
            except InvalidValue:  # looks like another's name: told apart by the article
                continue
        return Known(self._unnamed(NOBODY, told_by=""), SpeakerBasis.AMBIGUOUS)

    def _unnamed(self, words: str, *, told_by: str) -> Speaker:
        name = _shortened(words, LIMITS["name"])
        there = [*self.rows, *Speaker.objects.filter(name=name, disambiguation=told_by)]
        same = (name, told_by, SpeakerKind.UNNAMED.value)
        for one in there:
            if (one.name, one.disambiguation, one.kind) == same:
                return one
        for told in (told_by, self._article()):
            try:
                return self._made(name, SpeakerKind.UNNAMED, told)
            except InvalidValue:
                continue
        if name == NOBODY:
            raise InvalidValue(
                f"Another party looks like “{NOBODY}”; rename that one first.", field="speaker"
            )
        return self._unnamed(NOBODY, told_by="")

    def _made(self, name: str, kind: SpeakerKind, told_by: str) -> Speaker:
        row = records.add(Speaker, by=self.by, name=name, kind=kind.value, disambiguation=told_by)
        self.rows.append(row)
        self.speaking.add(row.pk)
        return row

    def _article(self) -> str:
        """What tells this article's parties apart: its headline, outlet and date."""
        article = self.version.article
        behind = ", ".join(
            filter(None, [article.outlet.name, article.published.edtf if article.published else ""])
        )
        room = LIMITS["disambiguation"] - len(behind) - len("in “”, ")
        return f"in “{_shortened(article.headline, max(room, 20))}”, {behind}"[: LIMITS["disambiguation"]]


def _shortened(words: str, limit: int) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1].rstrip()}…"
