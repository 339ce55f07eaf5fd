"""What becomes of each column that can hold text when a name is suppressed: its words are blacked out there.

The columns are those of `emptied.py`, without what is listed here, each with its reason. A test compares both with the
schema. The functions in `sql/redacting.sql` are made from these tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from inspect import getmembers, isclass

from claims.domain import removal, vocabulary, whereabouts
from claims.models import emptied

Columns = Mapping[str, tuple[str, ...]]

SPARED: Mapping[str, Columns] = {
    "numbers, moments, digests and words of closed lists, which hold no name": {
        "claims_claim": (
            "language", "modality", "correction_kind", "state", "duplicate_of_id", "behind_since", "rev",
            "changed_by_id", "changed_at",
        ),
        "claims_quantity": ("low", "high", "vague"),
        "claims_reportedfigure": ("low", "high", "vague"),
        "claims_verdict": (
            "credence", "evidence_level", "agreement", "recheck_on", "withdrawn_at", "withdrawn_by_id",
        ),
        "claims_review": ("closed_at",),
        "claims_publishedclaim": (
            "at", "speaker_id", "article_id", "source_ids", "measures", "links", "said_from", "said_to", "search",
        ),
        "claims_outlet": ("country", "language"),
        "claims_article": ("language",),
        "claims_source": ("language",),
        "claims_speaker": ("country", "wikidata"),
        "claims_user": ("password",),
        "auth_group": ("name",),
    },
    "made anew, by a trigger, from what is blacked out or emptied": {
        "claims_publishedposting": ("term",),
        "claims_deskposting": ("term",),
        "claims_publishedmeaning": ("model", "vector"),
    },
    "read anew from the captured text, which is blacked out": {
        "claims_claim": ("exact", "prefix", "suffix"),
        "claims_following": ("now",),
        "claims_publishedalteration": ("was", "now"),
    },
    "made anew with the text or the name": {"claims_articleversion": ("sha256",), "claims_speaker": ("skeleton",)},
    "sealed: emptied whole where the words stand in it": {
        "claims_approval": ("draft", "salt"),
        "claims_publication": ("document", "salt"),
        "claims_withhelddocument": ("document", "salt"),
    },
    "blacked out by a statement of its own": {"claims_history": ("old", "new")},
    "deleted where the words stand in it": {
        "claims_draft": ("address", "fields", "token", "page"),
        "claims_publishedword": ("word",),
        "claims_commonword": ("term",),  # all of them, and counted anew
    },
    "handed to the archive as it came, and taken out of the row": {"claims_ingestrun": ("content",)},
    "emptied of what waits to be shown, by the action": {"django_session": ("session_data",)},
    "ends with the case itself; another case that waits with these words must be dismissed first": {
        "claims_suppressioncase": ("words",)
    },
    "an account's own name, never public: it goes by a case about that account": {
        "claims_user": ("username", "first_name", "last_name", "email")
    },
    "a secret, which nobody reads; that of a removed account is deleted": {"mfa_authenticator": ("type", "data")},
    "nobody has an address, and the app's role writes none": {
        "account_emailaddress": ("email",),
        "account_emailconfirmation": ("key",),
    },
    "names of the program's own parts": {
        "auth_permission": ("name", "codename"),
        "django_content_type": ("app_label", "model"),
        "django_migrations": ("app", "name"),
    },
}  # fmt: skip


def _alone(column: str, sign: str) -> str:
    """The column blacked out, with the row's number where a word stood in it."""
    held = f"public.claims_holds(r.{column}, pattern)"
    return f"public.claims_blacked_out(r.{column}, k.words) || CASE WHEN {held} THEN '{sign}' || r.id ELSE '' END"


MADE_ANEW: Mapping[str, Mapping[str, str]] = {
    "claims_articleversion": {
        "sha256": "encode(sha256(convert_to(public.claims_blacked_out(r.text, k.words), 'UTF8')), 'hex')"
    },
    # unique, and two may become equal: told apart by their numbers
    "claims_source": {"url": _alone("url", "#")},
    "claims_article": {"url": _alone("url", "#")},
    "claims_outlet": {"name": _alone("name", " ")},
    "claims_ratingscale": {"name": _alone("name", " ")},
    "claims_newsroom": {"name": _alone("name", " ")},
    "claims_rating": {"label": _alone("label", " ")},
    "claims_speaker": {
        "skeleton": "CASE WHEN public.claims_holds(r.name, pattern) "
        "THEN public.claims_blacked_out(r.name, k.words) || ' ' || r.public_id ELSE r.skeleton END"
    },
}


def blacked_out() -> Columns:
    """The columns whose words are blacked out, by table."""
    spared = {
        (table, column) for lists in SPARED.values() for table, some in lists.items() for column in some
    }
    found: dict[str, list[str]] = {}
    for table, column in _listed():
        if (table, column) not in spared:
            found.setdefault(table, []).append(column)
    return {table: tuple(dict.fromkeys(columns)) for table, columns in found.items()}


def _listed() -> Iterator[tuple[str, str]]:
    for one in emptied.EMPTIED:
        yield from ((one.table, column) for column in one.columns)
    for lists in (emptied.EMPTIED_APART, emptied.NOT_ABOUT_A_CLAIM):
        yield from ((table, column) for table, columns in lists.items() for column in columns)


def touched() -> set[str]:
    """Every table that a suppression of a name may write."""
    return {*blacked_out(), *(table for lists in SPARED.values() for table in lists)} - {"claims_history"}


def statements(tracked: Collection[str], histories: Mapping[str, tuple[str, ...]]) -> str:
    """What the function runs: each table blacked out, and a line of history for each row that changed."""
    return "\n".join(
        _statement(table, columns, table in tracked, histories.get(table))
        for table, columns in blacked_out().items()
    )


def _statement(table: str, columns: tuple[str, ...], is_tracked: bool, hidden: tuple[str, ...] | None) -> str:
    new = {column: f"public.claims_blacked_out(r.{column}, k.words)" for column in columns}
    new |= MADE_ANEW.get(table, {})
    new |= {"changed_by_id": "k.requested_by_id", "changed_at": "moment"} if is_tracked else {}
    told = ", ".join(f'"{column}" = {value}' for column, value in new.items())
    update = f"UPDATE public.{table} r SET {told} WHERE {holds(columns)}"  # noqa: S608 - names of the tables above
    if hidden is None:
        return f"  {update};"
    left_out = "".join(f" - '{column}'" for column in hidden)
    return (
        f"  WITH changed AS ({update} RETURNING r.*)\n"  # noqa: S608 - the same
        f'    INSERT INTO public.claims_history ("table", "row", operation, new, changed_by, request, at)\n'
        f"    SELECT '{table}', x.id::text, 'redact', to_jsonb(x){left_out}, k.requested_by_id, request, moment "
        "FROM changed x;"
    )


def holds(columns: Collection[str]) -> str:
    """The condition on `r` that the words stand in one of its columns."""
    return " OR ".join(f"public.claims_holds(r.{column}, pattern)" for column in columns)


def places() -> str:
    """A query for each table: its name, and how many of its rows hold the words."""
    return "\n  UNION ALL ".join(
        f"SELECT '{table}'::text, count(*) FROM public.{table} r WHERE {holds(columns)}"  # noqa: S608 - the same
        for table, columns in blacked_out().items()
    )


def texts() -> str:
    """A query for every text in which the words stand."""
    return "\n  UNION ALL ".join(
        f"SELECT t FROM public.{table} r CROSS JOIN LATERAL public.claims_texts(r.{column}) t "  # noqa: S608 - the same
        f"WHERE public.claims_holds(r.{column}, pattern)"
        for table, columns in blacked_out().items()
        if not table.startswith("claims_published")
        for column in columns
    )


def locked() -> str:
    """The tables that nobody writes while a name is taken out."""
    return ", ".join(f"public.{table}" for table in sorted({*touched(), "claims_history"} - PROGRAM))


GAP = r"[[:space:]\u00a0\u2000-\u200a\u202f]+|[_+-]|%20|&nbsp;"
"""What stands for a blank within a name: blanks and line ends, and what addresses and HTML write instead."""
PROGRAM = {"auth_permission", "django_content_type", "django_migrations", "auth_group", "django_session"}


def closed_words() -> list[str]:
    """Every word of a closed list: where a document or a line of history holds one whole, it is no name."""
    found = (one for module in (vocabulary, whereabouts) for _, one in getmembers(module, isclass))
    lists = (one for one in found if issubclass(one, StrEnum))
    return sorted({word.value for one in lists for word in one})


def patterns() -> dict[str, str]:
    """What the script of the function names: scripts without blanks between words, and closed words."""
    words = ", ".join(f"'{word}'" for word in closed_words())
    return {"{{unspaced}}": removal.UNSPACED, "{{gap}}": GAP, "{{closed_words}}": words}
