"""Names nobody bears, and words to describe what nobody did."""

# Each means that the thing is no real one; Roman letters, Japanese, kana.
UNREAL = [
    ("Fictive", "架空", "カクウ"),
    ("Sample", "見本", "ミホン"),
    ("Imaginary", "空想", "クウソウ"),
    ("Example", "例示", "レイジ"),
    ("Mock", "模擬", "モギ"),
    ("Invented", "仮想", "カソウ"),
]
TRADES = [
    ("Works", "製作所", "セイサクショ"),
    ("Foods", "食品", "ショクヒン"),
    ("Machinery", "機械", "キカイ"),
    ("Solar", "ソーラー", "ソーラー"),
    ("Logistics", "物流", "ブツリュウ"),
    ("Textiles", "繊維", "センイ"),
    ("Auto Parts", "自動車部品", "ジドウシャブヒン"),
    ("Water Systems", "水処理", "ミズショリ"),
    ("Electronics", "電子", "デンシ"),
    ("Recycling", "環境", "カンキョウ"),
]
# Family names of the companies' people, and given names; Roman letters, kanji, kana.
FAMILIES = [
    ("Mihon", "見本", "ミホン"),
    ("Kaku", "架空", "カクウ"),
    ("Reiji", "例示", "レイジ"),
    ("Mogi", "模擬", "モギ"),
    ("Kasou", "仮想", "カソウ"),
]
GIVEN = [
    ("Taro", "太郎", "タロウ"),
    ("Yuki", "由紀", "ユキ"),
    ("Ken", "健", "ケン"),
    ("Mei", "芽衣", "メイ"),
    ("Ryo", "亮", "リョウ"),
    ("Aya", "彩", "アヤ"),
    ("Shin", "真", "シン"),
    ("Emi", "恵美", "エミ"),
]
POSTS = [("海外事業部", "部長"), ("営業部", "課長"), ("経営企画部", "執行役員"), ("国際部", "主任")]

# How a delegate's family name begins, and how it is written at home: "example" in many languages.
EXAMPLE = [
    ("Exemple", ""),
    ("Muestra", ""),
    ("Mithal", "مثال"),
    ("Mfano", ""),
    ("Contoh", ""),
    ("Udaharan", "उदाहरण"),
    ("Ornek", "Örnek"),
    ("Vidu", "Ví Dụ"),
]
SYLLABLES = ["ba", "de", "ki", "lo", "ma", "ni", "po", "ra", "se", "ti", "vo", "za"]
DELEGATES_GIVEN = ["Amina", "Karim", "Zita", "Paulo", "Thuy", "Selam", "Kwame", "Dara", "Lina"]
TITLES = ["", "", "", "Dr.", "Ms.", "Mr."]
AGENCIES = [
    ("Investment Agency", "ipa"),
    ("Ministry of Industry", "ministry"),
    ("Development Bank", "bank"),
    ("Chamber of Commerce", "chamber"),
    ("Free Zone", "zone"),
]
COUNTRIES = [
    "MA", "SN", "GH", "KE", "ET", "TZ", "UG", "RW", "NG", "CI",
    "ZM", "MZ", "ZA", "EG", "TN", "DZ", "VN", "KH", "LA", "BD",
    "LK", "NP", "MN", "UZ", "KZ", "TR", "PE", "CO", "MX", "BR",
]  # fmt: skip
PARTNERS = ["Embassy", "Chamber", "University", "Bank", "City", "Cooperation Agency"]

PURPOSES = [
    "Meet makers of food machinery",
    "Present the free zone",
    "Look for partners in waste water",
    "Study industrial skills",
    "Prepare the next mission",
]
PLACES = ["Tokyo", "Osaka", "Nagoya", "Fukuoka", "Yokohama"]
SUBJECTS = [
    "First talk",
    "Plant tour",
    "Terms of a joint venture",
    "Site and power supply",
    "Training of engineers",
    "Tax and customs",
]
OUTCOMES = [
    "They want figures on power and water before they decide. The delegate will send them.",
    "Good talk; the board meets next month. Asked for an interpreter for the site visit.",
    "No interest at present; try again when the port is finished.",
    "Agreed to exchange a draft. The company asked who would train the first twenty people.",
]
PROJECTS = [
    "Assembly plant",
    "Paste line",
    "Waste water unit",
    "Solar roof",
    "Cold store",
    "Training centre",
    "Wire harness plant",
    "Spinning mill",
]
TO_DO = [
    "Send the profile",
    "Call about the offer",
    "Ask for the board's answer",
    "Send the minutes",
    "Introduce a bank",
    "Ask for the payroll",
    "Find an interpreter",
]
