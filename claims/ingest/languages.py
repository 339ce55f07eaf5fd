"""Which language a text is in: what the page says when its letters agree, else a guess by letters and small words."""

from __future__ import annotations

import re
from collections import Counter

from claims.ingest.markup import names

UNKNOWN = "und"
"""What BCP 47 calls a language that nobody knows."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Thai": "\u0e00-\u0e7f",
    "Georgian": "\u10a0-\u10ff",
    "Armenian": "\u0530-\u058f",
    "Kana": "\u3040-\u30ff",
    "Hangul": "\uac00-\ud7a3\u1100-\u11ff",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff",
}
_LETTERS = {name: re.compile(f"[{ranges}]") for name, ranges in _SCRIPTS.items()}
_ALONE = {
    "Greek": "el", "Hebrew": "he", "Devanagari": "hi", "Bengali": "bn", "Thai": "th", "Georgian": "ka",
    "Armenian": "hy", "Kana": "ja", "Hangul": "ko", "Han": "zh",
}  # fmt: skip
_SCRIPT_OF = {
    **dict.fromkeys(names("ru uk be bg mk ky tg mn"), frozenset({"Cyrillic"})),
    **dict.fromkeys(names("sr kk uz az tk tt"), frozenset({"Cyrillic", "Latin", "Arabic"})),
    **dict.fromkeys(names("ar fa ur ps ckb sd"), frozenset({"Arabic"})),
    **dict.fromkeys(names("hi mr ne"), frozenset({"Devanagari"})),
    "el": {"Greek"}, "he": {"Hebrew"}, "yi": {"Hebrew"}, "bn": {"Bengali"}, "th": {"Thai"}, "ka": {"Georgian"},
    "hy": {"Armenian"}, "ja": {"Kana", "Han"}, "ko": {"Hangul", "Han"}, "zh": {"Han"},
    **dict.fromkeys(
        names("en de fr es it pt nl sv da no nb nn fi pl cs sk hu ro tr id vi hr sl et lv lt sq is ga ca eu gl af"),
        frozenset({"Latin"}),
    ),
}  # fmt: skip
_SMALL_WORDS = {
    "en": "the of and to in that was for is said on with as at by he from it has had were not are who which",
    "de": "der die und das ist nicht ein eine von mit zu den sich des auf für dem im hat wurde sagte auch nach",
    "fr": "le la les des et est une dans pour que qui du au par sur pas ont été selon avec cette ce",
    "es": "el la los las de que y en un una por con para se del no su es fue más al como dijo",
    "it": "il lo la gli di che e un una per con non del della sono è nel alla ha dal anche detto",
    "pt": "o os as de que e do da em um uma para com não no na por mais dos foi disse ao são",
    "nl": "de het een van en in is dat op te zijn voor met niet aan er ook door maar zei werd",
    "sv": "och att det som en på är av för med den till inte har om ett men var sade säger",
    "da": "og at det som en på er af for med den til ikke har om et men var sagde siger",
    "pl": "i w na z się nie że do jest to o jak po co dla przez od ale był powiedział",
    "cs": "a v na se že je z do o s jako pro by ale po od který byl řekl podle",
    "ro": "și în de la a cu pe că nu este din o un pentru care mai au fost spus",
    "hu": "a az és hogy nem is egy ez volt van meg csak de már mint el szerint",
    "tr": "ve bir bu için ile de da olarak olan çok daha gibi sonra kadar dedi değil en",
    "id": "yang dan di dengan untuk pada dari ini itu dalam tidak ke akan adalah oleh mengatakan",
    "vi": "và của là có cho không được trong một người các đã với những này khi",
    "uz": "va bu bilan uchun deb bir ham o‘z edi bo‘lgan dedi qilgan haqida",
    "ru": "и в не на что с по как это он из за но его был для от сказал заявил",
    "uk": "і в не на що з та як це він за але його був для від який сказав під",
    "be": "і ў не на што з як гэта ён за але яго быў для ад сказаў пра",
    "bg": "и в не на че с по как това той за но му беше от са се каза",
    "sr": "и у не на да се је за од су са као то али који рекао би",
    "ky": "жана менен бул бир деп үчүн болгон эле ал да айтты тууралуу",
    "kk": "және мен бұл бір деп үшін болған еді ол да айтты туралы",
    "tg": "ва дар ба ки аз бо ин барои шуд буд аст ҳам гуфт",
    "ar": "في من على أن إلى عن التي الذي هذا ما مع لا قال كان بعد",
    "fa": "در و به از که این را با است برای آن می گفت شده بود",
    "ur": "کے میں کی ہے اور سے کا کو نے کہ پر ہیں یہ کہا اس",
    "ps": "په د او چې کې ته له دی یې سره نه وویل",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:[‘’'][^\W\d_]+)?")
_SAMPLE = 20_000


def tag(said: str) -> str:
    """What a page says of its language as BCP 47 writes it; empty when it says nothing usable."""
    text = said.strip().split(",")[0].strip()
    if not _TAG.fullmatch(text) or text.lower() in ("und", "mul", "zxx", "xx"):
        return ""
    first, *rest = text.replace("_", "-").split("-")
    parts = [first.lower()]
    for part in rest:
        parts.append(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower())
    return "-".join(parts)


def guessed(text: str) -> str:
    """The language that a text seems to be in, or “und”."""
    script = script_of(text)
    if script in _ALONE:
        han = _LETTERS["Kana"].search(text) if script == "Han" else None
        return "ja" if han and _share(text, "Kana") > 0.1 else _ALONE[script]
    words = Counter(word.casefold() for word in _WORD.findall(text[:_SAMPLE]))
    total = sum(words.values())
    hits = {language: sum(words[word] for word in small) for language, small in _WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    return best if total and hits[best] >= max(2, total * 0.06) else UNKNOWN


def script_of(text: str) -> str:
    """The script that most letters are of; empty for a text without letters that we know."""
    counts = {name: len(letters.findall(text[:_SAMPLE])) for name, letters in _LETTERS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def fits(language: str, text: str) -> bool:
    """Whether a text can be in this language, by its letters; true where we do not know better."""
    scripts = _SCRIPT_OF.get(language.split("-")[0])
    script = script_of(text)
    return not scripts or not script or script in scripts


def _share(text: str, script: str) -> float:
    sample = text[:_SAMPLE]
    return len(_LETTERS[script].findall(sample)) / max(1, len(sample))
