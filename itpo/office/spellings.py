"""What is written in several ways: characters of the same kanji, and legal forms of companies."""

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
SAME_KANJI = {ord(other): group[0] for group in VARIANTS.split() for other in group[1:]}

# The legal forms, folded: a company is the same company with and without. Those within longer
# ones come after them.
_JAPANESE = (
    "株式会社 有限会社 合同会社 合資会社 合名会社 相互会社 一般社団法人 公益社団法人 "
    "一般財団法人 公益財団法人 社団法人 財団法人 地方独立行政法人 独立行政法人 国立大学法人 "
    "特定非営利活動法人 医療法人 学校法人 協同組合"
)
JAPANESE_FORMS = _JAPANESE.split()
SHORT_FORMS = frozenset("株有同資名社財独")
# Words of a name itself only where nothing else is left: Sá and Spa are names of people, too.
_SURE = (
    "co ltd limited company inc incorporated corp corporation llc llp plc kk gk gmbh sarl pte pty "
    "pvt sdn bhd jsc pjsc kabushiki kaisha"
)
_OTHER = "ag sa sas spa srl bv nv ab as oy godo yugen goshi gomei"
SURE_FORMS = frozenset(_SURE.split())
LATIN_FORMS = SURE_FORMS | frozenset(_OTHER.split())
