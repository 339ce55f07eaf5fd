"""What the names that a page gives its parts say about them: what is the article's body, and what is cut and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from claims.ingest.markup import names

__all__ = [
    "BODY_WORDS",
    "ApartKind",
    "body_mark",
    "cut_by_name",
    "cut_by_tag",
    "is_author",
    "is_hidden",
    "words_of",
]


class ApartKind(StrEnum):
    """Why words of a page are not part of the article's text."""

    TEMPLATE = "template text"
    CAPTION = "caption"
    BIOGRAPHY = "biography of an author"
    LEGAL = "legal notice"
    COMMENT = "comment"


_TAGS = {
    **dict.fromkeys(
        names("nav footer aside form button select menu dialog template noscript"), ApartKind.TEMPLATE
    ),
    "figcaption": ApartKind.CAPTION,
    "figure": ApartKind.CAPTION,
    "amp-sidebar": ApartKind.TEMPLATE,
    "amp-consent": ApartKind.LEGAL,
    "amp-ad": ApartKind.TEMPLATE,
}
_ROLES = {
    **dict.fromkeys(
        names(
            "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tablist "
            "alert"
        ),
        ApartKind.TEMPLATE,
    ),
}
_NAMES = {
    ApartKind.COMMENT: "comment comments commentlist commentary-list disqus respond replies livefyre commentbox "
    "comment-list comments-area fb-comments",
    ApartKind.CAPTION: "caption captions figcaption wp-caption-text photo-credit image-credit credit credits "
    "thumbcaption gallerytext imagecaption photocaption media-caption caption-text photo-caption image-caption cutline",
    ApartKind.BIOGRAPHY: "author-bio authorbio bio biography about-author about-the-author author-box authorbox "
    "author-info author-profile author-description contributor-bio writer-bio author-card author-details "
    "authors-bio byline-bio article-author-bio",
    ApartKind.LEGAL: "copyright legal disclaimer cookie cookies consent gdpr privacy cookiebanner cookie-banner "
    "terms-of-use undesirable legal-notice imprint all-rights rights-reserved",
    ApartKind.TEMPLATE: "newsletter newsletters subscribe subscription signup sign-up paywall share sharing sharebar "
    "social socials social-links follow related recommended recommendation recommendations more-stories read-more "
    "readmore also-read read-also see-also trending popular most-read mostread most-popular latest-news teaser "
    "teasers sidebar outbrain taboola promo promos promotion sponsored sponsor ad ads adv advert advertisement "
    "advertising adsense ad-slot banner nav navbar navigation navigator menu breadcrumb breadcrumbs pagination pager "
    "paging skip skip-link tags taglist tag-list post-tags article-tags topics-list masthead footer site-footer "
    "site-header toc catlinks printfooter mw-editsection editsection noprint navbox infobox byline bylines "
    "dateline-bar toolbar tools tooltip modal popup login donate donation membership support-us metadata "
    "post-meta entry-meta article-meta meta-info timestamp publish-date published-date pubdate rating widget widgets "
    "carousel ticker breaking-news up-next upnext more-on inline-related embed-related cta accessibility "
    "accessibility-links sister-links sisterlinks up-vote crosslinks",
}
_BY_NAME = {name: kind for kind, listed in _NAMES.items() for name in listed.split()}
BODY_WORDS = names(
    "articlebody article-body article-text article-content article-main story-body story-text story-content "
    "storybody entry-content post-content post-body postbody body-content body-copy content-body field-body wsw "
    "mw-parser-output news-text news-body text-content main-text maintext articletext article__body "
    "story__body article__content live-blog-body article-copy page-content td-post-content"
)
_HIDING = names(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader hidden-text offscreen u-hidden is-hidden "
    "mw-editsection a11y-hidden assistive-text screenreader-only"
)
_AUTHORS = names("byline author-name article-author post-author entry-author")
_NOT_OF_IT = names("has have with without no not is show hide shows hides enable enabled disable")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_APART = re.compile(r"[^a-z0-9]+")
_NONE_SHOWN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)


def words_of(value: str) -> frozenset[str]:
    """The names in a class or id: each name as a whole, and each two of its parts that stand together, in lower case.

    “article__author-bio” gives “article-author-bio”, “author-bio”, “article” and so on. What follows “has” or “no” says
    that something else is there or is missing, and a topic says nothing of the part: they give nothing.
    """
    found: set[str] = set()
    for name in value[:400].split()[:20]:
        parts = [part for part in _APART.split(_CAMEL.sub("-", name).lower()) if part][:8]
        if any(part in _NOT_OF_IT for part in parts[:-1]) or parts[:1] in (["tag"], ["category"], ["topic"]):
            continue
        for first in range(len(parts)):
            for last in range(first + 1, min(first + 3, len(parts)) + 1):
                found.add("-".join(parts[first:last]))
    return frozenset(found)


def cut_by_tag(name: str, attributes: Mapping[str, str]) -> ApartKind | None:
    """Why an element's kind alone puts its words apart."""
    return _TAGS.get(name) or _ROLES.get(attributes.get("role", "").lower())


def cut_by_name(words: frozenset[str]) -> ApartKind | None:
    """Why the names of an element put its words apart; the more telling kinds first."""
    kinds = {_BY_NAME[word] for word in words if word in _BY_NAME}
    return next((kind for kind in _NAMES if kind in kinds), None)


def body_mark(name: str, attributes: Mapping[str, str], words: frozenset[str]) -> int:
    """How surely an element says that the article's body is in it: 2 surely, 1 perhaps, 0 not at all."""
    if "articleBody" in attributes.get("itemprop", "") or words & BODY_WORDS:
        return 2
    return 1 if name in ("article", "main") or attributes.get("role") == "main" else 0


def is_author(attributes: Mapping[str, str], words: frozenset[str]) -> bool:
    """Whether an element names who wrote the article."""
    return (
        "author" in attributes.get("rel", "").split()
        or attributes.get("itemprop", "") == "author"
        or bool(words & _AUTHORS)
    )


def is_hidden(attributes: Mapping[str, str], words: frozenset[str]) -> bool:
    """Whether no reader sees an element."""
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_HIDING & words)
        or bool(_NONE_SHOWN.search(attributes.get("style", "")[:500]))
    )
