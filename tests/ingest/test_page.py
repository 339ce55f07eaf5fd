"""From a page's bytes to the text of its article: nothing of the template in it, nothing of the article lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.ingest import page

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("name", ["amp", "blog", "persian", "radio", "wire"])
def test_the_article_is_whole_and_nothing_of_the_template_is_in_it(name: str) -> None:
    read = page.read((PAGES / f"{name}.html").read_bytes())
    assert read.text == (PAGES / f"{name}.txt").read_text().rstrip("\n")
    assert page.read_text(read.text).text == read.text, "read again as text, it stays as it is"
