"""A claim whose every text holds a word that stands nowhere else, led through all that can happen to a claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone

from claims.actions import (
    articles,
    claims,
    comments,
    evidence,
    matching,
    publication,
    rechecks,
    records,
    review,
    settlements,
    suppositions,
    tickets,
    unsaved,
)
from claims.domain import edtf
from claims.domain.edtf import EDTFValue
from claims.domain.vocabulary import CorrectionKind, Decision, MatchVerdict, TicketState
from claims.domain.whereabouts import Settlement
from claims.extraction import written
from claims.extraction.proposal import Reason
from claims.models import (
    Article,
    Claim,
    ClaimLink,
    Evidence,
    Offer,
    Outlet,
    ProposedLink,
    Rating,
    Recheck,
    ReplyRequest,
    ReportedFigure,
    Source,
    Speaker,
    Ticket,
    User,
    Verdict,
)
from tests.cast import Cast, rashid
from tests.offered import party, proposal

WORD = "kanari"
"""In every text of the claim."""
NOUN = "zebrafink"
"""In the name of its speaker, article and source, which no other public claim names."""
EXACT = "Osei, kanaricue it was told, said that kanarimaybe five hundred kanarimen crossed the kanaribridge at dawn."
TEXT = (
    f"The market opened late.\nA line between them says nothing at all.\n{EXACT}\nAnother line between them.\n"
    "In the evening it rained."
)
FIGURE: dict[str, Any] = {
    "measure": "kanarimeasure", "population": "kanaripopulation", "low": 500, "high": 500, "approximate": False,
    "vague": False, "unit": "kanariunit", "text": "five hundred kanarimen",
}  # fmt: skip


def date(words: str) -> EDTFValue:
    """A year, with its words."""
    return edtf.parse("2009", text=words, basis="stated")


def publish_with_canaries(cast: Cast) -> Claim:
    """The claim, public in two numbers and under correction, with everything around it that can hold a text."""
    claim = _propose(cast)
    for step in (review.accept, review.start):
        step(claim=claims.fresh(claim), rev=claims.fresh(claim).rev, by=cast.reviewer)
    _attach_all(claim, cast)
    _publish(claim, cast)
    claim = claims.fresh(claim)
    review.open_correction(
        claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="kanarireason"
    )
    _withdraw_some(claim, cast)
    _publish(claim, cast)
    _around(claims.fresh(claim), cast)
    claim = claims.fresh(claim)
    return review.open_correction(
        claim=claim, rev=claim.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="kanarireason"
    )


def _propose(cast: Cast) -> Claim:
    by = cast.extractor
    article = records.add(
        Article, by=by, outlet=Outlet.objects.get(), url="https://zebrafink.example/1", headline="zebrafink headline",
        authors=[], language="en", published=date(""),
    )  # fmt: skip
    version = articles.capture(article=article, text=TEXT, by=by, at=timezone.now(), how="typed")
    speaker = records.add(Speaker, by=by, kind="person", name="Osei Zebrafink", aliases=[], same_as=[])
    other = Speaker.objects.get(name="Ahmed Rashid")
    start = TEXT.index(EXACT)
    claim = claims.propose(
        version=version, exact=EXACT, by=by, at=timezone.now(), speaker=speaker, speaker_basis="stated",
        statement="Osei says that kanarimaybe five hundred kanarimen crossed.", quotation="indirect",
        translated="no", language="en", cue="kanaricue", modality="hedged", hedges=["kanarimaybe"],
        said=date("kanarisaid"), about=date("kanariabout"), claim_type="event", topic="kanaritopic",
        places=["kanariplace"],
        parts_of={
            "spans": [{"start": start, "end": start + 10, "role": "paraphrase"}],
            "quantities": [{**FIGURE, "at": date("kanariat")}],
            "attribution": [{"speaker": other, "role": None, "cue": "kanaricue", "hedges": ["kanarimaybe"]}],
            "candidates": [{"speaker": other, "note": "kanarinote"}],
        },
    )  # fmt: skip
    _offer(claim, by)
    return claim


def _offer(claim: Claim, by: User) -> None:
    """As if the machine had read it, so that the decision on it is kept."""
    read = proposal(
        ((claim.start, claim.end),), text=TEXT, who=party("Osei Zebrafink"), hedges=("kanarimaybe",),
        places=("kanariplace",), reasons=(Reason("kanaribecause", 1.0),),
    )  # fmt: skip
    Offer.objects.create(
        claim=claim, version=claim.version, rev=claim.rev, place=written.place(read.content),
        made=written.as_json(read), score="0.5", extractor="a reader", extractor_version="1", made_by=by,
        made_at=timezone.now(), changed_by=by,
    )  # fmt: skip


def _attach_all(claim: Claim, cast: Cast) -> None:
    now = timezone.now()
    new = records.add(
        Source, by=cast.reviewer, url="https://zebrafink.example/source", title="zebrafink source",
        publisher="zebrafink press", kind="news media",
        language="en", reliability="C", reliability_why="Small.", authors=[],
        published=date(""),
    )  # fmt: skip
    first, second, *_ = Source.objects.exclude(pk=new.pk).order_by("id")
    found = [
        _attach(Evidence, claim, cast, source=source, stance="supports", says="kanarisays", credibility=3,
                excerpt="They counted five hundred kanarimen there.")
        for source in (first, second, new)
    ]  # fmt: skip
    figure = {**FIGURE, "at": date("kanariat"), "position": 1}
    _attach(ReportedFigure, claim, cast, evidence=found[0], **figure)
    _attach(ReportedFigure, claim, cast, evidence=found[1], **figure)
    for _ in range(2):
        _attach(ReplyRequest, claim, cast, who=claim.speaker, channel="kanarichannel", outcome="answered",
                answer="kanarianswer", asked_at=now, answered_at=now)  # fmt: skip
    for kind in ("repeats", "denies"):
        _attach(ClaimLink, claim, cast, other=rashid(), kind=kind, basis="stated", note="kanarilink")
    _attach(
        Verdict, claim, cast, rating=Rating.objects.earliest("id"), credence=40, evidence_level="limited",
        agreement="low", levels_why="kanarilevels", conclusion="kanariconclusion", summary=["kanarisummary"],
        rationale="kanarirationale", looked_for="kanarilooked", would_change="kanarichange", recheck_on=now.date(),
    )  # fmt: skip


def _attach(kind: type[Any], claim: Claim, cast: Cast, /, **values: Any) -> Any:
    return evidence.attach(kind, claim=claim, rev=claims.fresh(claim).rev, by=cast.reviewer, **values)


def _withdraw_some(claim: Claim, cast: Cast) -> None:
    """One row of each kind ends, with the word in its reason."""
    for rows in (
        claim.spans, claim.candidates, claim.quantities, claim.attributions, claim.links, claim.reported_figures,
        claim.evidence, claim.replies, claim.verdicts,
    ):  # fmt: skip
        row = rows.active().order_by("-id").first()  # type: ignore[attr-defined]
        type(row).objects.filter(pk=row.pk).update(
            withdrawn_at=timezone.now(), withdrawn_by=cast.reviewer, withdrawn_why="kanariwithdrawn",
            changed_by=cast.reviewer,
        )  # fmt: skip
    _attach_verdict_again(claim, cast)


def _attach_verdict_again(claim: Claim, cast: Cast) -> None:
    _attach(
        Verdict, claim, cast, rating=Rating.objects.earliest("id"), credence=50, evidence_level="limited",
        agreement="low", levels_why="kanarilevels", conclusion="kanariconclusion", summary=["kanarisummary"],
        rationale="kanarirationale",
    )  # fmt: skip


def _publish(claim: Claim, cast: Cast) -> None:
    now = timezone.now()
    review.complete(claim=claim, rev=claims.fresh(claim).rev, by=cast.reviewer)
    rev = claims.fresh(claim).rev
    review.approve(claim=claim, rev=rev, by=cast.second_reviewer, at=now, note="kanariapproved")
    publication.publish(claim=claim, rev=rev, by=cast.editor, at=timezone.now())


def _around(claim: Claim, cast: Cast) -> None:
    """What others wrote of it: tickets, a link from a draft, rechecks, what the machine supposes, logs of the desk."""
    now = timezone.now()
    tickets.submit(kind="error", text="kanaritext", passage="kanaripassage", contact="kanari@example.org",
                   place="192.0.2.0", at=now, claim=claim.public_id, number_read=2)  # fmt: skip
    tickets.settle(
        Ticket.objects.get(),
        state=TicketState.ANSWERED,
        answer="kanarianswer",
        by=cast.reviewer,
        at=now,
        read=None,
    )
    other = rashid()
    review.open_correction(
        claim=other, rev=other.rev, by=cast.reviewer, kind=CorrectionKind.TYPO, reason="Other."
    )
    _attach(ClaimLink, other, cast, other=claim, kind="same event", basis="stated", note="kanarilinkback")
    Recheck.objects.create(claim=claim, occasion="date", mark="2009-01-01", because="kanaribecause", raised_at=now,
                           changed_by=cast.machine)  # fmt: skip
    Recheck.objects.create(claim=other, occasion="linked claim changed", mark=f"{claim.public_id} number 2",
                           because="The claim “kanaristatement” was corrected.", raised_at=now,
                           changed_by=cast.machine)  # fmt: skip
    rechecks.settle(
        Recheck.objects.get(claim=claim, mark="2009-01-01"), by=cast.reviewer, at=now, why="kanariwhy"
    )
    for one, another, kind in ((claim, other, "part of"), (other, claim, "repeats")):
        made = ProposedLink.objects.create(claim=one, other=another, kind=kind, because="kanaribecause", score=1,
                                           changed_by=cast.machine)  # fmt: skip
        made.refresh_from_db()
        suppositions.decide(made, decision=Decision.REJECTED, by=cast.reviewer, at=now, read=made.changed_at,
                            why="kanariwhy")  # fmt: skip
        matching.decide(claim=one, other=another, decision=MatchVerdict.ANOTHER, by=cast.reviewer, at=now)
    _changed(claim, cast)
    for person in (cast.reviewer, cast.extractor):
        said = comments.add(claim=claim, text="kanaricomment", by=person, at=now)
    comments.withdraw(said, by=cast.extractor, at=now)
    for address, more in (
        (f"claims.claim/{claim.pk}/change", {}),
        (f"claims.verdict/add?claim={claim.pk}", {}),
        (f"claims.claimlink/add?other={claim.pk}", {}),
        ("claims.evidence/add", {"claim": [str(claim.pk)]}),
        ("claims.claim/add", {"exact": [claim.exact]}),
    ):
        typed = {"statement": ["kanaritext"], **more}
        unsaved.keep(by=cast.reviewer, address=address, fields=typed, token="kanari", page="kanari", at=now)
    kind_of = ContentType.objects.get_for_model(Claim)
    LogEntry.objects.create(user=cast.reviewer, content_type=kind_of, object_id=str(claim.pk), action_flag=CHANGE,
                            object_repr="kanarirepr", change_message="kanarimessage")  # fmt: skip
    session = SessionStore()
    session["_messages"], session["kept"] = "kanarimessage", "this"
    session.save()


def _changed(claim: Claim, cast: Cast) -> None:
    """The article says it otherwise now, and somebody has decided that the archived words stand."""
    now, text = timezone.now(), TEXT.replace("kanarimen crossed", "kanarifolk passed")
    articles.capture(
        article=claim.version.article, text=text, by=cast.extractor, at=now, how="typed", is_fetched=True
    )
    row, rev = claim.followings.get(), claims.fresh(claim).rev
    settlements.decide(row, decision=Settlement.STANDS, rev=rev, by=cast.reviewer, at=now, why="kanariwhy")


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, as the owner reads it: what a dump would hold."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM public."{table}" t')
            for (text,) in cursor.fetchall():
                yield table, text.lower()
    connections["owner"].close()


def tables_with(word: str) -> set[str]:
    """The tables that hold the word, as text or as bytes."""
    return {table for table, text in rows() if word in text or word.encode().hex() in text}
