"""The whole API is asked what its description allows and what it does not: every answer is one that it describes.

A tenth on each push; all of it with `make stress PART=openapi`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode, checks

from claims.web.problems import TITLES
from tests.api import described

CASES = int(os.environ.get("OPENAPI", "2"))
"""Of each operation, and as many again of what it does not allow."""
SEED = 20261129
CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance, checks.negative_data_rejection,
    checks.unsupported_method,
]  # fmt: skip
UNSAID = {"cursor", "fields", "said_from", "said_to", "updated_since", "updated_before"}
"""Parameters of which a schema cannot say all that they must be: only we sign cursors, some days are in no calendar."""


def problem(response: Any) -> dict[str, Any]:
    """A refusal as the problem that it must be."""
    assert response.headers["content-type"][0].partition(";")[0] == "application/problem+json", (
        response.status_code
    )
    found: dict[str, Any] = json.loads(response.content)
    assert found["status"] == response.status_code
    assert found["type"].removeprefix("/problems/") in TITLES
    return found


def judged(case: Any, response: Any, *, allowed: bool) -> None:
    """What schemathesis finds, and what it does not look for."""
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        told = problem(response)
        if allowed and response.status_code == 400:
            wrong = {item["pointer"].removeprefix("#/") for item in told["errors"]}
            assert wrong <= UNSAID or _has_odd_text(case), told


def _has_odd_text(case: Any) -> bool:
    """Nothing but blanks, control characters, floods of accents and the like: what a pattern does not say."""
    body = case.body.values() if isinstance(case.body, dict) else ()
    texts = [str(value) for value in (*(case.query or {}).values(), *body)]
    return any(
        text and (text.isspace() or any(not " " <= sign <= "\u02ff" for sign in text)) for text in texts
    )


@pytest.fixture
def schema(answering: str, settings: Any) -> Any:
    """The description of the site on its socket."""
    settings.API_ANONYMOUS_A_MINUTE = 10**9
    return schemathesis.openapi.from_url(f"{answering}/api/v1/openapi.json")


def asked(operation: Any, one: described.Operation, mode: GenerationMode, seen: Counter[int]) -> None:
    """Asks one address with what it allows, or does not, and judges each answer."""
    allowed = mode == GenerationMode.POSITIVE
    ids = {part["name"]: str(described.values(part)[0]) for part in one.parameters("path")}
    base = operation.schema.location.removesuffix("/api/v1/openapi.json")

    @seed(SEED)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if allowed and ids and crc32(repr((case.path_parameters, case.query)).encode()) % 2:
            case.path_parameters = ids
        if str((case.query or {}).get("wait")).isdigit():
            case.query["wait"] = 0  # what is waited for is proven elsewhere
        response = case.call(base_url=base)
        seen[response.status_code] += 1
        judged(case, response, allowed=allowed and "200" in one.told["responses"])

    ask()


def test_every_answer_is_one_that_the_description_tells(schema: Any) -> None:
    told = {(one.path, one.method): one for one in described.operations(schema.raw_schema)}
    seen: Counter[int] = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()
        one = told[operation.path, operation.method]
        asked(operation, one, GenerationMode.POSITIVE, seen)
        if (
            one.parameters("path") or one.parameters("query") or "requestBody" in one.told
        ):  # headers take any text
            asked(operation, one, GenerationMode.NEGATIVE, seen)
    numbers = ", ".join(f"{code}: {number}" for code, number in sorted(seen.items()))
    print(f"  {sum(seen.values())} answers: {numbers}")
    assert min(seen[200], seen[400]) > CASES * 5
    assert not any(code >= 500 for code in seen)


def test_an_answer_that_the_description_does_not_tell_is_seen(
    schema: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claims.api import parameters

    def careless(*_query: Any, **_more: Any) -> int:
        return 1

    monkeypatch.setattr(parameters, "limit", careless)
    monkeypatch.setitem(globals(), "CASES", 200)  # so few as on each push would see it by luck alone
    description = json.loads(json.dumps(schema.raw_schema))
    listed = description["paths"]["/api/v1/claims/"]["get"]
    # By itself: else what is wrong in the same question with other parameters hides the planted fault.
    listed["parameters"] = [one for one in listed["parameters"] if one["name"] == "limit"]
    alone = schemathesis.openapi.from_dict(description)
    alone.location = schema.location
    told = {(one.path, one.method): one for one in described.operations(description)}
    operation = alone["/api/v1/claims/"]["GET"]
    with pytest.raises(BaseException, match=r"Schema-violating request accepted(.|\n)*`limit`"):
        asked(operation, told[operation.path, operation.method], GenerationMode.NEGATIVE, Counter())
