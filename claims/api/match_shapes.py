"""The shapes of what is asked and answered about claims that were checked before."""

from __future__ import annotations

from rest_framework import serializers as s

from claims.api.document_shapes import texts, whole, words

LONGEST = 5_000
MOST = 20


class MatchQuestionShape(s.Serializer[None]):
    """A sentence or a paragraph, and how many claims are wanted at most."""

    text = s.CharField(
        min_length=1, max_length=LONGEST, help_text="Offsets of the answer are code points of this text."
    )
    limit = s.IntegerField(required=False, min_value=1, max_value=MOST, default=5)


class MatchShape(s.Serializer[None]):
    """A claim that a part of the text is about: the text from `start` to `end`, end exclusive."""

    claim = words()
    path = words()
    number = whole()
    statement = words()
    hedged = s.CharField(
        help_text="The statement with its modality and every hedge that it does not hold itself."
    )
    speaker = words()
    speaker_basis = s.ChoiceField(["stated", "inferred", "ambiguous"])
    status = s.ChoiceField(["unrated", "rated", "retracted"])
    rating = s.CharField(
        allow_blank=True,
        allow_null=True,
        help_text="Null where no rating stands: not yet rated, or retracted.",
    )
    demonstration = s.BooleanField()
    score = s.FloatField(min_value=0, max_value=1, help_text="How sure it is that this claim is meant.")
    start = whole()
    end = whole()
    reason = words()
    cautions = s.ListField(
        child=s.CharField(),
        help_text="Figures of the text that the claim has not; bounds (“more than”) and denials that only one has.",
    )
    words = texts()


class MatchesShape(s.Serializer[None]):
    """The claims, surest first; none where nothing is sure enough."""

    license = words()
    searched_by = s.ChoiceField(["words", "words and meaning"])
    sentences = whole()
    sentences_left_out = whole()
    matches = MatchShape(many=True)
