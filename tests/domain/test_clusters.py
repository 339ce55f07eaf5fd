"""Which sources hang together, and how many origins they have together."""

from __future__ import annotations

from claims.domain.clusters import Cluster, clusters, institutions
from tests.domain.test_independence import trail


def test_pages_that_rest_on_one_party_are_one_cluster_and_it_is_named() -> None:
    known = trail(origins={"a": {"army"}, "b": {"army"}, "c": {"elder"}})
    assert clusters("abc", known) == (Cluster(("a", "b"), 1, ("army",), alike=False),)


def test_a_page_and_what_it_copies_are_one_cluster() -> None:
    assert clusters("ab", trail(derived={"a": {"b"}})) == (Cluster(("a", "b"), 0, ("b",), alike=False),)


def test_two_offices_of_one_body_are_one_cluster() -> None:
    known = trail(
        origins={"a": {"spokesman"}, "b": {"ministry"}}, institutions={"spokesman": "gov", "ministry": "gov"}
    )
    assert clusters("ab", known) == (Cluster(("a", "b"), 1, ("gov",), alike=False),)
    assert institutions("ab", known) == ("gov",)


def test_a_chain_of_pages_shares_nothing_as_a_whole() -> None:
    known = trail(origins={"a": {"x"}, "b": {"x", "y"}, "c": {"y"}})
    assert clusters("abc", known) == (Cluster(("a", "b", "c"), 2, (), alike=False),)


def test_likeness_makes_a_cluster_and_is_told_apart_from_a_stated_trail() -> None:
    assert clusters("ab", trail(suspected=[{"a", "b"}])) == (Cluster(("a", "b"), 0, (), alike=True),)
    told = trail(origins={"a": {"x"}, "b": {"x"}}, suspected=[{"a", "b"}])
    assert clusters("ab", told) == (Cluster(("a", "b"), 1, ("x",), alike=False),)
    behind = trail(derived={"a": {"wire"}}, suspected=[{"wire", "b"}])
    assert clusters("ab", behind) == (Cluster(("a", "b"), 0, (), alike=True),)


def test_two_pages_from_one_encyclopedia_hang_together() -> None:
    known = trail(derived={"a": {"wiki"}, "b": {"wiki"}}, void={"wiki"})
    assert clusters("ab", known) == (Cluster(("a", "b"), 0, ("wiki",), alike=False),)


def test_a_lone_source_is_no_cluster_and_a_circle_ends() -> None:
    assert clusters("a", trail(origins={"a": {"x"}})) == ()
    assert clusters("", trail()) == ()
    assert clusters("ab", trail(derived={"a": {"b"}, "b": {"a"}})) == (
        Cluster(("a", "b"), 0, ("a", "b"), False),
    )
