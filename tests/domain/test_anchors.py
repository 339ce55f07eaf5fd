"""A quotation stands in the text word for word, and bracketed words are never the speaker's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claims.domain.anchors import Anchor, Span, anchor, bracket_spans, check, check_spans, locate
from claims.domain.errors import InvalidValue
from claims.domain.text import shown
from claims.domain.vocabulary import SpanRole
from tests.hostile import hostile_strings

TEXT = (
    "“The reason [for the increase] is a network that goes into Central Asia,” Rashid says.\n"
    "There are maybe four or five thousand of them 𐌰𐌱𐌲 now. He says: maybe not.\n"
    "Others [the ministry [of Tajikistan] said] counted 11; [unclosed, and 20 more.\n"
)
ASTRAL = st.text(alphabet="ab é語\U0001f600\U00010330", max_size=80)
PROSE = " ".join(
    f"Sentence {number} names {number * 7919 % 10_007} fighters near a river." for number in range(2_000)
)


def refused(named: str, call: Callable[..., object], /, *args: object, **options: object) -> str:
    """The message of the refusal, which must name the field."""
    with pytest.raises(InvalidValue) as caught:
        call(*args, **options)
    assert caught.value.problems[0].field == named
    caught.value.message.encode()
    assert len(caught.value.message) < 600
    return caught.value.message


def role_of(words: str, role: SpanRole = SpanRole.EDITORIAL) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), role)


def quoted(first: str, last: str) -> dict[str, int]:
    return {"start": TEXT.index(first), "end": TEXT.index(last) + len(last)}


@settings(deadline=None)
@given(ASTRAL, st.integers(0, 80), st.integers(0, 80))
def test_an_anchor_is_a_slice_in_code_points_with_what_stands_around_it(
    text: str, start: int, end: int
) -> None:
    if not start < end <= len(text):
        refused("start", anchor, text, start=start, end=end)
        return
    made = anchor(text, start=start, end=end)
    assert made.exact == text[start:end]
    assert text[: made.start].endswith(made.prefix)
    assert text[made.end :].startswith(made.suffix)
    assert len(made.prefix) == min(32, start)
    assert len(made.suffix) == min(32, len(text) - end)
    check(text, made)
    assert locate(text, made.exact, near=start) == made


@settings(deadline=None)
@given(ASTRAL, st.text(alphabet="ab é語\U0001f600\U00010330", min_size=1, max_size=4))
def test_words_are_located_only_where_they_stand_and_only_when_there_is_one_place(
    text: str, exact: str
) -> None:
    assume(exact.strip())
    places = [place for place in range(len(text)) if text.startswith(exact, place)]
    if len(places) == 1:
        assert locate(text, exact).start == places[0]
    else:
        refused("exact", locate, text, exact)


@pytest.mark.parametrize(
    ("start", "end"),
    [(-1, 3), (0, len(TEXT) + 1), (3, 3), (4, 3), (0, 10_000), (True, 3), ("0", 3), (0.0, 3)],
)
def test_an_anchor_lies_in_the_text(start: int, end: int) -> None:
    refused("start", anchor, TEXT, start=start, end=end)


def test_words_after_astral_characters_are_counted_in_code_points() -> None:
    assert locate(TEXT, "𐌰𐌱𐌲 now").start == TEXT.index("𐌰")
    assert locate("𐌰𐌱𐌲 now", "now") == Anchor(4, 7, "now", "𐌰𐌱𐌲 ", "")


def test_the_place_nearest_to_the_given_start_is_taken() -> None:
    first, second = TEXT.index("maybe"), TEXT.rindex("maybe")
    assert locate(TEXT, "maybe", near=0).start == first
    assert locate(TEXT, "maybe", near=second + 3).start == second
    assert f"2 times (at {first}, {second})" in refused("exact", locate, TEXT, "maybe")
    assert "2 times" in refused("exact", locate, "aaa", "aa")
    assert "2 times" in refused("exact", locate, "x x", "x", near=1)
    refused("exact", locate, TEXT, "maybe", near="7")


@pytest.mark.parametrize("exact", ["", "  ", None, 3])
def test_a_quotation_has_words(exact: object) -> None:
    refused("quote", locate, TEXT, exact, field="quote")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PROSE) - 400), st.integers(120, 400), st.data())
def test_one_changed_letter_is_named_with_its_place(start: int, length: int, data: st.DataObject) -> None:
    right = PROSE[start : start + length]
    at = data.draw(st.integers(0, length - 1))
    message = refused("exact", locate, PROSE, right[:at] + "ж" + right[at + 1 :])
    assert (
        f"begins at {start}; the first difference is at character {at + 1} of the quotation, “ж”" in message
    )
    assert f"(U+0436), where the text has {shown(right[at])} (U+{ord(right[at]):04X})" in message


@pytest.mark.parametrize("at", range(len("four or five thousand")))
def test_one_changed_letter_of_a_short_quotation_is_named(at: int) -> None:
    right = "four or five thousand"
    message = refused("exact", locate, TEXT, right[:at] + "ж" + right[at + 1 :])
    assert f"begins at {TEXT.index(right)}; the first difference is at character {at + 1} of" in message


def test_an_insertion_and_a_foreign_apostrophe_are_named_where_they_stand() -> None:
    right = "maybe four or five thousand of them"
    start = TEXT.index(right)
    message = refused("exact", locate, TEXT, right.replace("or five", "or perhaps five"))
    assert f"begins at {start}; the first difference is at character 15" in message
    assert "“p” (U+0070), where the text has “f” (U+0066)" in message
    message = refused("exact", locate, "the ministry’s own figure of 11", "the ministry's own figure")
    assert "(U+0027), where the text has “’” (U+2019)" in message
    assert "where the text ends" in refused(
        "exact", locate, "four or five thousand", "four or five thousand men"
    )


def test_words_of_another_text_resemble_nothing() -> None:
    for exact in ("Completely different words that nobody ever wrote", "zq", "語"):
        assert "Nothing like it" in refused("exact", locate, TEXT, exact)


def test_a_long_and_repetitive_text_is_searched_too() -> None:
    long = "ab" * 50_000 + PROSE
    exact = PROSE[1_000:5_000]
    assert f"begins at {101_000}" in refused("exact", locate, long, exact[:3_999] + "Q")
    refused("exact", locate, "a" * 100_000, "a" * 2_000 + "b" + "a" * 2_000)


@pytest.mark.parametrize("value", hostile_strings(), ids=lambda value: ascii(value)[:30])
def test_a_hostile_quotation_is_refused_by_name(value: str) -> None:
    foreign = value if value not in TEXT else value + "ж"
    refused("exact", locate, TEXT, foreign)


@pytest.mark.parametrize("field", ["exact", "prefix", "suffix"])
def test_an_anchor_that_differs_in_any_part_is_refused(field: str) -> None:
    good = locate(TEXT, "four or five thousand")
    check(TEXT, good)
    parts = {name: getattr(good, name) for name in Anchor.__slots__}
    refused(field, check, TEXT, Anchor(**parts | {field: "x" + parts[field][1:]}))
    refused("exact", check, TEXT, Anchor(**parts | {"start": good.start + 1}))


def test_bracketed_words_are_found_also_when_the_quotation_cuts_them() -> None:
    found = bracket_spans(TEXT, start=0, end=len(TEXT))
    assert [TEXT[span.start : span.end] for span in found] == [
        "[for the increase]",
        "[the ministry [of Tajikistan] said]",
    ]
    assert bracket_spans(TEXT, **quoted("the increase", "network")) == (role_of("the increase]"),)
    assert bracket_spans(TEXT, **quoted("ministry", "ministry")) == (role_of("ministry"),)
    assert bracket_spans(TEXT, **quoted("There are", "maybe not.")) == ()
    assert bracket_spans("a [b\nc] d", start=0, end=9) == ()


@settings(deadline=None)
@given(st.text(alphabet="[]a\n", max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_proposed_spans_fit_and_are_enough(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    assume(start < end)
    proposed = bracket_spans(text, start=start, end=end)
    assert check_spans(text, start=start, end=end, spans=proposed) == proposed
    for left_out in proposed:
        fewer = [span for span in proposed if span != left_out]
        refused("spans", check_spans, text, start=start, end=end, spans=fewer)
        spoken = [*fewer, Span(left_out.start, left_out.end, SpanRole.OWN_WORDS)]
        refused("spans", check_spans, text, start=start, end=end, spans=spoken)


def test_spans_come_back_in_order_and_bracketed_words_are_editorial() -> None:
    place = quoted("The reason", "network")
    spans = [role_of("is a network", SpanRole.OWN_WORDS), role_of("[for the increase]")]
    ordered = check_spans(TEXT, **place, spans=spans)
    assert ordered == (spans[1], spans[0])
    for role in (SpanRole.OWN_WORDS, SpanRole.PARAPHRASE):
        for words in ("[for the increase]", "for the increase", "The reason [for the increase] is"):
            refused("spans", check_spans, TEXT, **place, spans=[role_of(words, role)])
    message = refused("spans", check_spans, TEXT, **place, spans=[])
    assert "[for the increase]" in message


@pytest.mark.parametrize(
    "spans",
    [
        [Span(0, 5, SpanRole.PARAPHRASE)],
        [Span(90, 200, SpanRole.PARAPHRASE)],
        [Span(95, 95, SpanRole.PARAPHRASE)],
        [Span(96, 95, SpanRole.PARAPHRASE)],
        [Span(90, 95, SpanRole.PARAPHRASE), Span(94, 99, SpanRole.OWN_WORDS)],
        [Span(90, 95, SpanRole.PARAPHRASE), Span(90, 95, SpanRole.PARAPHRASE)],
        [Span(90, 95, "speech")],  # type: ignore[arg-type]
        [Span("90", 95, SpanRole.PARAPHRASE)],  # type: ignore[arg-type]
    ],
)
def test_spans_lie_in_the_quotation_without_overlap_and_with_a_known_role(spans: list[Span]) -> None:
    refused("spans", check_spans, TEXT, start=87, end=120, spans=spans)
