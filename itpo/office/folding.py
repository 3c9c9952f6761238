"""Names and words as they are compared and searched for, never as they are shown.

Folding takes away what people leave out or write otherwise: case, accents, punctuation, width,
hiragana or katakana, and which of several characters for the same kanji a name is written with.
"""

import re
import unicodedata

import jaconv

# Full-width ASCII, as Japanese input methods type it. Not NFKC: that turns a footnote's ² into 2.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# The voicing marks of kana are no accents: without them ガ would be カ.
VOICING = "\u3099\u309a"
# Letters that are no letter with an accent, and yet are typed without it.
PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
# How the same kanji is written in names of people, places and companies: before and after the
# reforms, and as families write themselves. All of a group are compared as its first, which
# everybody can type. Of what Unicode itself takes for the same, NFKD has taken care.
VARIANTS = (
    "高髙 崎﨑嵜碕㟢 斎齋齊斉 辺邊邉 浜濱濵 沢澤 国國 広廣 島嶋嶌 桜櫻 渋澁澀 滝瀧 竜龍 "
    "関關 黒黑 徳德 恵惠 真眞 実實 栄榮 会會 学學 宝寶寳 寿壽 条條 静靜 蔵藏 円圓 "
    "塩鹽 鉄鐵銕 亀龜 万萬 富冨 峰峯 館舘 吉𠮷 柳栁 曽曾 増增 藤籐 梅楳 頼賴 瀬瀨 "
    "裕𥙿 桑桒 船舩 仙僊 豊豐 弥彌 与與 参參 双雙 台臺 団團 図圖 圧壓 売賣 変變 奥奧 "
    "将將 専專 巌巖 帰歸 応應 悦悅 戸戶 戦戰 晃晄 暁曉 横橫 欧歐 歩步 歳歲 気氣 浅淺 "
    "済濟 温溫 満滿 灯燈 点點 為爲 猪豬 瑶瑤 県縣 礼禮 禄祿 秋穐 稲稻 穂穗 竈竃 糸絲 "
    "経經 緑綠 総總 縄繩 芸藝 荘莊 薗園 薫薰 虎乕 蛍螢 衛衞 装裝 覚覺 観觀 訳譯 読讀 "
    "謡謠 軽輕 遥遙 郷鄕 鉱鑛砿 銭錢 鋳鑄 閑閒 陥陷 隠隱 雑雜 霊靈 頬頰 顔顏 駅驛 "
    "駆驅 鶏鷄雞 鴎鷗 鹸鹼 麦麥 黄黃 歯齒 浄淨 "
)


def _variants() -> dict[int, str]:
    """By its code: the character each variant is compared as."""
    same: dict[int, str] = {}
    for group in VARIANTS.split():
        for other in group[1:]:
            same[ord(other)] = group[0]
    return same


SAME_KANJI = _variants()

# The legal forms, folded: a company is the same company with and without.
JAPANESE_FORMS = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "相互会社",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "社団法人",
    "財団法人",
    "独立行政法人",
    "国立大学法人",
    "地方独立行政法人",
    "特定非営利活動法人",
    "医療法人",
    "学校法人",
    "協同組合",
]
SHORT_FORMS = frozenset(["株", "有", "同", "資", "名", "社", "財", "独"])
LATIN_FORMS = frozenset(
    [
        "co",
        "ltd",
        "limited",
        "company",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "llc",
        "llp",
        "plc",
        "kk",
        "gk",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "sarl",
        "spa",
        "srl",
        "bv",
        "nv",
        "ab",
        "as",
        "oy",
        "pte",
        "pty",
        "pvt",
        "sdn",
        "bhd",
        "jsc",
        "pjsc",
    ]
)
TWO_WORD_FORMS = (("kabushiki", "kaisha"), ("godo", "kaisha"), ("yugen", "kaisha"), ("k", "k"))
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3099\u309a ]+")
LONG_VOWELS = re.compile(r"(?:ou|oo|oh(?![aiueoy]))|uu|(?<=a)a|(?<=i)i|(?<=e)e")


def half_width(text: str) -> str:
    return text.translate(HALF_WIDTH)


def fold(text: str) -> str:
    """The words without all that is written in several ways, with one space between them."""
    folded = _fold_once(text)
    # Some letters have a case only after they are taken apart: 𝘈 becomes A, and then a.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    plain = text.casefold().replace("&", " and ").translate(PLAIN)
    apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in apart if c in VOICING or not unicodedata.combining(c))
    whole = jaconv.hira2kata(unicodedata.normalize("NFC", bare)).translate(SAME_KANJI)
    kept = "".join(c if c.isalnum() or c in VOICING else " " for c in whole)
    return " ".join(kept.split())


def fold_company(name: str) -> str:
    """A company's name folded, without its legal form; all of it where there is nothing else."""
    folded = fold(name)
    words = [_without_form(word) for word in folded.split()]
    words = [word for word in words if word and word not in SHORT_FORMS]
    for pair in TWO_WORD_FORMS:
        if tuple(words[-2:]) == pair:
            words = words[:-2]
    while len(words) > 1 and words[-1] in LATIN_FORMS:
        words.pop()
    return " ".join(words) or folded


def _without_form(word: str) -> str:
    for form in JAPANESE_FORMS:
        word = word.removeprefix(form).removesuffix(form)
    return word


def is_kana(text: str) -> bool:
    return bool(text.strip()) and KANA.fullmatch(jaconv.h2z(text).replace("・", " ")) is not None


def romaji(reading: str) -> str:
    """A reading in kana as Roman letters, folded, without its long vowels: とうきょう is tokyo."""
    kana = jaconv.kata2hira(fold(reading).replace("ー", ""))
    return short_vowels(fold(jaconv.kana2alphabet(kana)))


def short_vowels(folded: str) -> str:
    """Folded Roman letters with each long vowel short, since nobody writes them alike."""
    return LONG_VOWELS.sub(lambda found: found[0][:1] if found[0][0] in "ou" else "", folded)
