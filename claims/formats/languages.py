"""Names of languages, so that readers are told which one they look at."""

from __future__ import annotations

from claims.domain.tongue import gettext, pgettext_lazy

NAMES = {
    "ar": pgettext_lazy("language", "Arabic"),
    "az": pgettext_lazy("language", "Azerbaijani"),
    "be": pgettext_lazy("language", "Belarusian"),
    "bn": pgettext_lazy("language", "Bengali"),
    "cs": pgettext_lazy("language", "Czech"),
    "da": pgettext_lazy("language", "Danish"),
    "de": pgettext_lazy("language", "German"),
    "el": pgettext_lazy("language", "Greek"),
    "en": pgettext_lazy("language", "English"),
    "es": pgettext_lazy("language", "Spanish"),
    "fa": pgettext_lazy("language", "Persian"),
    "fi": pgettext_lazy("language", "Finnish"),
    "fr": pgettext_lazy("language", "French"),
    "he": pgettext_lazy("language", "Hebrew"),
    "hi": pgettext_lazy("language", "Hindi"),
    "hu": pgettext_lazy("language", "Hungarian"),
    "hy": pgettext_lazy("language", "Armenian"),
    "id": pgettext_lazy("language", "Indonesian"),
    "it": pgettext_lazy("language", "Italian"),
    "ja": pgettext_lazy("language", "Japanese"),
    "ka": pgettext_lazy("language", "Georgian"),
    "kk": pgettext_lazy("language", "Kazakh"),
    "ko": pgettext_lazy("language", "Korean"),
    "ky": pgettext_lazy("language", "Kyrgyz"),
    "nl": pgettext_lazy("language", "Dutch"),
    "no": pgettext_lazy("language", "Norwegian"),
    "pl": pgettext_lazy("language", "Polish"),
    "ps": pgettext_lazy("language", "Pashto"),
    "pt": pgettext_lazy("language", "Portuguese"),
    "ro": pgettext_lazy("language", "Romanian"),
    "ru": pgettext_lazy("language", "Russian"),
    "sr": pgettext_lazy("language", "Serbian"),
    "sv": pgettext_lazy("language", "Swedish"),
    "tg": pgettext_lazy("language", "Tajik"),
    "tk": pgettext_lazy("language", "Turkmen"),
    "tr": pgettext_lazy("language", "Turkish"),
    "uk": pgettext_lazy("language", "Ukrainian"),
    "ur": pgettext_lazy("language", "Urdu"),
    "uz": pgettext_lazy("language", "Uzbek"),
    "vi": pgettext_lazy("language", "Vietnamese"),
    "zh": pgettext_lazy("language", "Chinese"),
}
NOT_LATIN = {"ar", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "ko", "ps", "ru", "uk", "ur", "zh"}


def foreign(language: str, *, to: str) -> str:
    """“in Chinese” when a text's language (BCP 47) is another than the page's; nothing when it is the same."""
    base = language.split("-")[0].lower()
    if not base or base == to.split("-")[0].lower():
        return ""
    if base in NAMES:
        return gettext("in %(language)s") % {"language": NAMES[base]}
    return gettext("in the language “%(code)s”") % {"code": language}


def name(language: str) -> str:
    """What a language is called; its code where we know no name."""
    return str(NAMES.get(language.split("-")[0], language))


def language_of_title(title: str, language: str, *, ours: str) -> str:
    """The language a title is marked as: a description of ours in Latin letters is not Arabic or Chinese."""
    described = title.isascii() and language.split("-")[0].lower() in NOT_LATIN
    return ours if described else language
