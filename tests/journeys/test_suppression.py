"""A claim taken out of sight: withheld and brought back, then suppressed, and not one word of it is anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone

from claims.actions import suppression, withholding
from claims.domain.errors import NotAllowed, StaleSave, WrongState
from claims.domain.vocabulary import RemovalCategory
from claims.models import Claim, PublishedRemoval, SuppressionCase, Withholding
from claims.models.emptied import EMPTIED
from claims.reads import log
from claims.reads.suppression import counts, holding_the_same_words
from tests.canaries import EXACT, NOUN, WORD, publish_with_canaries, tables_with
from tests.cast import Cast, people_there
from tests.examples.test_verify_log import run
from tests.outputs import LISTS, addresses

NO_WORDS = {
    "claims_claim": {
        "prefix", "suffix", "language", "modality", "state", "rev", "correction_kind", "duplicate_of_id",
        "behind_since", "changed_by_id", "changed_at", "rejected_why",
    },
    "claims_verdict": {
        "credence", "evidence_level", "agreement", "recheck_on", "withdrawn_at", "withdrawn_by_id",
    },
    "claims_review": {"closed_at"}, "claims_offer": {"decided_why"}, "claims_comment": {"withdrawn_why"},
    "claims_approval": {"salt"}, "claims_publication": {"salt"}, "claims_withhelddocument": {"salt"},
    "claims_quantity": {"low", "high", "vague"}, "claims_reportedfigure": {"low", "high", "vague"},
    "claims_publishedarticle": {"outlet"},
    "claims_publishedclaim": {
        "at", "speaker_id", "article_id", "source_ids", "rating", "outlet", "measures", "links", "said_from",
        "said_to",
    },
}  # fmt: skip
"""What is emptied and takes no free words: numbers, ids, vocabularies, and names that other claims share."""
Outputs = dict[str, tuple[int, str]]


class Consumer:
    """Somebody's copy of what is public, kept up by the feed alone."""

    def __init__(self) -> None:
        self.cursor = ""
        self.copy: dict[str, Any] = {}
        self.types: list[str] = []

    def read(self, claim: Claim) -> Consumer:
        """Everything new; `types` are those of the claim."""
        more = True
        while more:
            given = {"limit": "4", **({"cursor": self.cursor} if self.cursor else {})}
            page = Client().get("/api/v1/changes/", given).json()
            for change in page["changes"]:
                self.copy[change["claim"]] = None if change["tombstone"] else change["document"]
                self.types += [change["type"]] if change["claim"] == claim.public_id else []
            self.cursor, more = page["cursor"], page["has_more"]
        return self


def everything_about(claim: Claim) -> list[str]:
    """Every public address while the claim is there."""
    own, api = f"/claims/{claim.public_id}", f"/api/v1/claims/{claim.public_id}"
    return [
        *addresses(), *LISTS, f"{own}/timemap", f"{own}.jsonld", f"{api}/", f"{api}/revisions/1/",
        f"{api}/revisions/2/", "/api/v1/export/claims.ndjson", "/api/v1/export/log.ndjson",
        "/api/v1/changes/?limit=200", "/log", "/sitemap.xml", f"/search?q={WORD}bridge", f"/search?q={WORD}bridges",
        f"/feeds/claims.atom?topic={WORD}topic", f"/search?q={NOUN}",
    ]  # fmt: skip


def fetched(urls: list[str]) -> Outputs:
    """What each address says now, without what was asked for in it."""
    found = {}
    for url in urls:
        answer: Any = Client().get(url)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode().lower()
        asked = [words for words, *_ in parse_qs(urlsplit(url).query).values()]
        asked += [url.removeprefix("/topics/")] if url.startswith("/topics/") else []
        for words in asked:
            text = text.replace(words.lower(), "")
        found[url] = (answer.status_code, text)
    return found


def telling(found: Outputs, *words: str) -> list[str]:
    """The addresses that say one of the words."""
    return [url for url, (_, text) in found.items() if any(word in text for word in words)]


def verified(tmp_path: Path) -> str:
    """What the stand-alone verifier says of the exported log and the checkpoints."""
    answer: Any = Client().get("/api/v1/export/log.ndjson")
    (tmp_path / "log.ndjson").write_bytes(b"".join(answer.streaming_content))
    (tmp_path / "notes.txt").write_text("\n".join(log.notes()), encoding="utf-8")
    key = log.verifier_key()
    done = run(str(tmp_path / "log.ndjson"), "--checkpoints", str(tmp_path / "notes.txt"), "--key", key)
    return done.stdout + done.stderr


def without_canary() -> set[tuple[str, str]]:
    """The columns that suppression empties and that hold no canary now."""
    bare = set()
    words = f"{WORD}|{NOUN}|{WORD.encode().hex()}"
    with connections["owner"].cursor() as cursor:
        for one in EMPTIED:
            for column in set(one.columns) - NO_WORDS.get(one.table, set()):
                cursor.execute(
                    f'SELECT count(*) FROM public.{one.table} t WHERE lower(t."{column}"::text) ~ %s', [words]
                )
                if cursor.fetchone()[0] == 0:
                    bare.add((one.table, column))
    connections["owner"].close()
    return bare


@pytest.mark.usefixtures("committed_claims")
def test_a_claim_is_withheld_brought_back_and_suppressed_without_a_trace(tmp_path: Path) -> None:
    cast = people_there()
    claim = publish_with_canaries(cast)
    follower, urls = Consumer().read(claim), everything_about(claim)
    public, bare = fetched(urls), without_canary()
    assert len(telling(public, WORD)) > 25
    assert len(tables_with(WORD)) > 18

    _withheld(claim, cast, follower, urls, tmp_path)
    back = fetched(urls)
    growing = (
        "/log",
        "/changes/",
        "/export/",
        "/search",
        "/sitemap",
        "/feeds/",
        "/corrections",
        "/api/v1/claims/",
    )
    same = [url for url in urls if not any(part in url for part in growing)]
    assert {url: back[url] for url in same} == {url: public[url] for url in same}
    assert telling(back, WORD) == telling(public, WORD)

    case = _asked(claim, cast, bare)
    done = suppression.confirm(case, by=cast.administrator, at=timezone.now(), read=case.changed_at)
    assert done.done_at is not None
    _nothing_is_left(claim, done, fetched(urls))
    with_noun = {"claims_article", "claims_source", "claims_speaker", "claims_history"}
    assert tables_with(WORD) == set()
    assert tables_with(NOUN) == with_noun, "only where nouns that all claims share are kept at the desk"
    assert Session.objects.get().get_decoded() == {"kept": "this"}
    types = [
        "claim.published",
        "claim.corrected",
        "claim.withheld",
        "claim.restored",
        "claim.withheld",
        "claim.suppressed",
    ]
    for consumer in (follower.read(claim), Consumer().read(claim)):
        assert consumer.types == types
        assert consumer.copy[claim.public_id] is None
    assert follower.copy == Consumer().read(claim).copy
    assert verified(tmp_path).startswith("Whole: ")


def _withheld(claim: Claim, cast: Cast, follower: Consumer, urls: list[str], tmp_path: Path) -> None:
    """An editor withholds it, nobody outside reads a word, and a second person brings it back."""
    now = timezone.now()
    made = withholding.withhold(
        claim=claim, by=cast.editor, at=now, category=RemovalCategory.LEGAL, reason="kanarireason"
    )
    found = fetched(urls)
    assert telling(found, WORD, NOUN) == []
    code, page = found[f"/claims/{claim.public_id}"]
    assert (code, "withheld for now" in page, "legal" in page) == (451, True, True)
    problem = Client().get(f"/api/v1/claims/{claim.public_id}/").json()
    assert (problem["type"], problem["category"]) == ("/problems/withheld", "legal")
    assert follower.read(claim).copy[claim.public_id] is None
    assert verified(tmp_path).startswith("Whole: ")
    with pytest.raises(NotAllowed, match="second person"):
        withholding.lift(made, by=cast.editor, at=now, why="Mine.", read=made.changed_at)
    made = withholding.confirm(made, by=cast.administrator, at=now, read=made.changed_at)
    with pytest.raises(WrongState, match="already"):
        withholding.confirm(made, by=cast.administrator, at=now, read=made.changed_at)
    withholding.lift(made, by=cast.administrator, at=now, why="kanariwhy", read=made.changed_at)
    assert follower.read(claim).copy[claim.public_id]["number"] == 2
    assert verified(tmp_path).startswith("Whole: ")


def _asked(claim: Claim, cast: Cast, bare: set[tuple[str, str]]) -> SuppressionCase:
    """A case that was dismissed, and one that waits while the claim is withheld again; every column has a canary."""
    now = timezone.now()
    why = {"category": RemovalCategory.PRIVACY, "at": now}
    first = suppression.open_case(claim=claim, by=cast.reviewer, reason="kanarireason", **why)  # type: ignore[arg-type]
    first.refresh_from_db()
    suppression.dismiss(first, by=cast.editor, at=now, why="kanariwhy", read=first.changed_at)
    withholding.withhold(claim=claim, by=cast.editor, reason="kanarireason", **why)  # type: ignore[arg-type]
    assert bare & without_canary() == set(), (
        "a column that is emptied was never filled, so nothing is proved of it"
    )
    case = suppression.open_case(
        claim=claim,
        by=cast.editor,
        reason="A letter.",
        redact_capture=True,
        **why,  # type: ignore[arg-type]
    )
    case.refresh_from_db()
    assert ("claim", 1) in counts(claim)
    assert holding_the_same_words(claim) == []
    for person, refusal in ((cast.editor, "second person"), (cast.reviewer, "takes the role")):
        with pytest.raises(NotAllowed, match=refusal):
            suppression.confirm(case, by=person, at=now, read=case.changed_at)
    with pytest.raises(StaleSave):
        suppression.confirm(case, by=cast.administrator, at=now, read=now)
    with pytest.raises(WrongState, match="already"):
        suppression.open_case(claim=claim, by=cast.reviewer, reason="Again.", **why)  # type: ignore[arg-type]
    return case


def _nothing_is_left(claim: Claim, case: SuppressionCase, found: Outputs) -> None:
    """451 with ground and date where the claim was, and no word of it anywhere in public."""
    assert telling(found, WORD, NOUN) == []
    for url, (code, _) in found.items():
        if claim.public_id in url:
            assert code == 451, url
    _, page = found[f"/claims/{claim.public_id}"]
    assert "privacy" in page
    assert f"{case.done_at:%B} {case.done_at.day}, {case.done_at.year}".lower() in page  # type: ignore[union-attr]
    problem = Client().get(f"/api/v1/claims/{claim.public_id}/revisions/1/").json()
    removal = PublishedRemoval.objects.get()
    told = {key: problem[key] for key in ("type", "status", "category", "removed_at")}
    assert told == {
        "type": "/problems/removed", "status": 451, "category": "privacy",
        "removed_at": f"{removal.at:%Y-%m-%dT%H:%M:%S.%f}Z",
    }  # fmt: skip
    _, atom = found["/feeds/claims.atom"]
    assert f'claims/{claim.public_id}" when="{removal.at:%Y-%m-%dT%H:%M:%S}'.lower() in atom
    assert Withholding.objects.filter(reason="[suppressed]").count() == 2
    row = Claim.objects.get(pk=claim.pk)
    assert (row.state, row.published_number, row.version.text.count("█")) == ("suppressed", 2, len(EXACT))
    assert "In the evening it rained." in row.version.text
