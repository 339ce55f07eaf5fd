"""A name that only looks like another one is seen; genuine names of the world are left alone."""

from __future__ import annotations

import random
from itertools import product

import pytest

from claims.domain.errors import InvalidValue
from claims.domain.lookalikes import refuse_mixed_alphabets, skeleton
from claims.domain.text import clean_name

KNOWN = (
    "Ahmed Rashid", "John MacLeod", "Interior Ministry of Tajikistan", "Islamic Movement of Uzbekistan",
    "Institute for War and Peace Reporting", "Tahir Yuldash", "Kurmanbek Bakiyev", "Emomali Rahmon",
    "Supreme Court", "Ahmad Shah Masoud",
)  # fmt: skip
TWINS = {
    "a": "аɑａ𝐚", "c": "сϲⅽｃ", "e": "еｅ𝐞", "h": "һｈ𝐡", "i": "іｉⅰ", "j": "јｊ", "o": "оοօｏ", "p": "рρｐ",
    "s": "ѕｓ", "x": "хⅹｘ", "y": "уｙ", "A": "АΑᎪＡ", "B": "ВΒＢ", "E": "ЕΕＥ", "I": "ІΙｌ", "M": "МΜᎷＭ",
    "R": "ᎡＲ", "S": "ЅᏚＳ",
    "T": "ТΤᎢＴ", "K": "КΚＫ", "m": "rn", "l": "I1", "J": "ЈᎫＪ", "P": "РΡＰ", "C": "СϹＣ",
}  # fmt: skip
GENUINE = {
    "Arabic": ("محمد أحمد علي عبدالله فاطمة خالد", "الشامي حسين يوسف المصري إبراهيم"),
    "Persian": ("رضا مریم نیلوفر کاوه شیرین", "حسینی می‌خواهد کریمی رستمی پارسا"),
    "Hebrew": ("דוד משה שרה רחל יעקב", "כהן לוי מזרחי פרץ בן־גוריון"),
    "Chinese": ("王 李 张 刘 陈 杨", "伟 芳 娜 敏 静"),
    "Japanese": ("東京 ナショナル さくら 山田 ジョン", "太郎 花子 テレビ ＮＨＫ IT企業"),
    "Korean": ("김 이 박 최 정", "민준 서연 도윤 지우 하준"),
    "Vietnamese": ("Nguyễn Trần Lê Phạm Đặng", "Ái Thị Minh Đức Phượng"),
    "Irish": ("Ó Ní Mac Seán Áine", "Briain Dhomhnaill Giolla Caoimh Súilleabháin"),
    "hyphenated": ("Jean-Luc Marie-Claire Anne-Sophie Karl-Heinz Abu-Bakr", "Lévy-Bruhl Smith-Jones al-Zawahiri"),
    "Cyrillic": ("Нина Дмитрий Ольга Айгуль Шерзод", "Ковалёва Ҳасанов Қодирӣ Жээнбеков Йўлдошев"),
    "Greek": ("Γιώργος Ελένη Κώστας Μαρία", "Παπαδόπουλος Νικολάου Αγγελόπουλος"),
    "Armenian": ("Արամ Անի Տիգրան", "Հակոբյան Սարգսյան Պետրոսյան"),
    "Georgian": ("გიორგი ნინო დავით", "ბერიძე კაპანაძე გელაშვილი"),
    "Hindi": ("राम सीता अर्जुन प्रिया", "शर्मा वर्मा क्षत्रिय"),
    "Turkish": ("İsmail Işıl Çağla Şükrü Ömer", "Yıldırım Öztürk Güneş Çelik"),
    "Latin": ("O’Brien D'Angelo Núñez Łukasz Øystein Þóra", "Ñíguez Szczęsny Åkesson Müller Muller"),
}  # fmt: skip


def twins() -> list[str]:
    """Three hundred names in which one to three letters are another's twin."""
    chance = random.Random(2009)
    found: set[str] = set()
    while len(found) < 300:
        letters = list(chance.choice(KNOWN))
        places = [place for place, letter in enumerate(letters) if letter in TWINS]
        for place in chance.sample(places, min(len(places), chance.randint(1, 3))):
            twin = TWINS[letters[place]]
            letters[place] = twin if twin == "rn" else chance.choice(twin)
        found.add("".join(letters))
    return sorted(found - set(KNOWN))


def test_none_of_three_hundred_twins_passes_as_another_party() -> None:
    known = {skeleton(name) for name in KNOWN}
    passed = []
    for name in twins():
        try:
            refuse_mixed_alphabets(clean_name(name), field="name")
        except InvalidValue:
            continue
        if skeleton(name) not in known:
            passed.append(name)
    assert len(twins()) == 300
    assert passed == []


def test_at_most_two_of_the_genuine_names_are_refused_or_taken_for_each_other() -> None:
    names = [
        f"{first} {last}"
        for firsts, lasts in GENUINE.values()
        for first, last in product(firsts.split(" "), lasts.split(" "))
    ]
    refused, seen = [], set()
    for name in names:
        try:
            refuse_mixed_alphabets(clean_name(name), field="name")
        except InvalidValue:
            refused.append(name)
        if skeleton(name) in seen:
            refused.append(name)
        seen.add(skeleton(name))
    assert len(names) >= 300
    assert len(refused) <= 2, refused


@pytest.mark.parametrize(
    ("name", "odd"), [("Аhmed", "U+0410"), ("Rαshid", "U+03B1"), ("Ꭺhmed", "U+13AA"), ("Кoвалёв", "U+006F")]
)
def test_a_word_in_two_alphabets_is_refused_naming_the_odd_letter(name: str, odd: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        refuse_mixed_alphabets(name, field="name")
    assert odd in refused.value.message
    assert refused.value.problems[0].field == "name"


def test_a_skeleton_is_never_empty_and_always_the_same() -> None:
    for name in (*KNOWN, "塔利班", "☂", "1"):
        assert skeleton(name)
        assert skeleton(name) == skeleton(name)
    assert skeleton("Ahmed Rashid") == "ahmed rashid", "other tables than these need a migration of their own"


def test_a_skeleton_fits_an_index() -> None:
    assert len(skeleton("\ufdfa" * 200)) <= 400
