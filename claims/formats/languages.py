"""Names of languages, so that readers are told which one they look at."""

from __future__ import annotations

NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bn": "Bengali", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ky": "Kyrgyz",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sr": "Serbian", "sv": "Swedish", "tg": "Tajik", "tk": "Turkmen", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
NOT_LATIN = {"ar", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "ps", "ru", "uk", "ur", "zh"}


def foreign(language: str, *, to: str) -> str:
    """“in Chinese” when a text's language (BCP 47) is another than the page's; nothing when it is the same."""
    base = language.split("-")[0].lower()
    if not base or base == to.split("-")[0].lower():
        return ""
    return f"in {NAMES.get(base, f'the language “{language}”')}"


def language_of_title(title: str, language: str, *, ours: str) -> str:
    """The language a title is marked as: a description of ours in Latin letters is not Arabic or Chinese."""
    described = title.isascii() and language.split("-")[0].lower() in NOT_LATIN
    return ours if described else language
