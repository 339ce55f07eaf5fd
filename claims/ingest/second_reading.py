"""What a library would have kept of a page that our rules cut, so that people look. The only module that knows it.

It changes no text, for its next release may read otherwise; and it looks at ordinary pages only, for nothing bounds
its time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

LARGEST = 600_000
MOST_TAGS = 15_000
PARAGRAPH = 100
"""From how many characters on a paragraph is worth a second look."""

log = logging.getLogger(__name__)


def also_taken(html: str, cut: Sequence[str]) -> list[str]:
    """Those of the paragraphs cut which the library takes for the article's; none when the page is no ordinary one."""
    long = {_folded(one): one for one in cut if len(one) >= PARAGRAPH}
    if not long or len(html) > LARGEST or html.count("<") > MOST_TAGS:
        return []
    taken = _folded(_read(html))
    return [one for folded, one in long.items() if folded in taken]


def _read(html: str) -> str:
    import trafilatura  # here, for it takes longer to load than a page to read

    try:
        return trafilatura.extract(html, include_comments=False, output_format="txt") or ""
    except Exception:  # whatever a strange page does to it, our own reading stands
        log.warning("the second reading of a page failed", exc_info=True)
        return ""


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
