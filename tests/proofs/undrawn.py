"""Pages that are made but not drawn: who may open them, and what is in them, is found out in a tenth of the time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.template.response import SimpleTemplateResponse

_here = threading.local()
_drawn: Any = SimpleTemplateResponse.rendered_content


@contextmanager
def undrawn() -> Iterator[None]:
    """Nothing that this thread asks for in here is drawn; `response.context_data` has what it would be drawn from."""
    _here.off = True
    try:
        yield
    finally:
        _here.off = False


@pytest.fixture
def pages_undrawn_at_will(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets `undrawn` have its effect."""

    def content(response: Any) -> str:
        return "" if getattr(_here, "off", False) else _drawn.fget(response)

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(content))
    logging.disable(logging.ERROR)  # refusals are counted here, not told
    yield
    logging.disable(logging.NOTSET)
