"""How likely a decoded text is, judged by the characters that are not ASCII.

A wrong decoding turns common characters into rare ones, breaks words by changing their script or case in the middle, or
puts symbols between letters. Every character gets a weight between -1 (never seen in data) and 1 (common); the weight
of a text is the mean over its characters, each counted as often as the bytes it was made from, so that decodings of
different width can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

HANZI = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电"
    "力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又"
    "么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题程展五果料象员位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
    "接知较将组见计别她手角期根论运指几九区强放决西被做必先回任取据处南给色光门即保治北造百规领七海口东导器世金增交受联什认六共权收证改清己美再采转更单风"
    "打白教速花带安场身车例真务具万每目至达走积示报完类八名确才科信节话整空元今集传许步广记需段研界林算低持音书布复容商非连断深难近千周技备半办青省列习约"
    "支便团历市何除消称太准精值号率划选标写存候快效院查江型王按格易置层片始专状厂京识属包火住调满县局照参红细价男女客户订购买卖邮箱址姓龄付款额折扣备注编码"
    "李张刘陈杨黄赵吴徐孙马朱胡郭何罗郑梁宋谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭邹熊陆郝孔崔康毛邱秦伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞桂"
    "沪津渝粤苏浙杭州深圳武汉成都重庆广羊毛围巾陶瓷茶杯棉质木框锈钢壶竹筷衣裤裙鞋帽包袜箱灯桌椅床纸笔盒袋瓶碗盘刀锅套蓝绿黑灰紫粉玩糖果酒咖啡奶米油盐酱醋"
    "未已付送退货仓库店铺促销渠券积分会员等级普通钻铜银铁网站微支宝现刷卡"
)
TRADITIONAL = frozenset(
    "的是一不在我有人他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得于著下自之年過發後作里用道行所然家種事成方多經去法學如都同現當沒動面起看定"
    "天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見"
    "被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總"
    "何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式"
    "色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運號訂單客戶貨價郵箱電話買賣數額備註編碼姓齡臺灣北林陳黃李張吳劉蔡楊許鄭謝郭洪曾邱廖賴周葉蘇莊江呂"
    "羊毛圍巾陶瓷茶杯棉質木框鏽鋼壺竹筷衣褲裙鞋帽包襪箱燈桌椅床紙筆盒袋瓶碗盤刀鍋套紅藍綠黃黑灰紫粉款玩糖果酒咖啡奶米油鹽醬雄未已付送退倉庫店鋪促銷券積點會員等級銀鐵網站現刷卡門市"
)
HANGUL = frozenset(
    "이다는에의을가하고지사기도한로자어인리나대일시정아를서스부전수보그라해은구상장주조제여소원동과게성었있것미비무선안생화들않국신우진오명공관내모면마니경세위거들유와만계실연산문분물양회교방법할금"
    "당년월중업품적재감체단외번호고객매출배송주문날짜수량가격이름성별남여나이지역주소전화서울부산대구인천광주대전울산김이박최정강조윤장임한오서신권황안송류홍민영현준지우은숙희철경호미영"
    "커피잔양말건빵우유컵책의옷신발가방모갑치바셔츠컴퓨터폰케스세트색블랙화레드그린루벨빅몰림노북펜필통쿠폰할반완료취발확예약카드현입골목걸귀반복세탁침실욕울"
)
KANJI = frozenset(
    "日本人年大国会中一東京市区県町店名様客注文商品番号金額数量円性別男女住所電話田山川村藤佐木高林伊井加渡辺中島小野松上原石橋"
)

LANGUAGES = tuple(
    map(
        frozenset,
        (
            *("äöüß", "àâçèéêëîïôùûüÿœæ", "áéíóúüñ", "ãõáâàçéêíóôú", "àèéìòù", "åäöæøé", "àçèéíïòóúü", "äöõüšž"),
            *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâ"),
            *("ąčęėįšųūž", "āčēģīķļņšūž"),
        ),
    )
)
"""The accented letters of one language (or of two close ones) each: those that may stand in one text together."""
_ACCENTED = frozenset("éèàçñöüäßóáíúâêôîûãõåæøëïìòùœýğışİ")
_RARE_LETTERS = frozenset("ðþÐÞŸƒÿÝ")
_ORDINAL = frozenset("ªº")
"""Letters of 1ª and Nº, which stand at the end."""
_SYMBOLS = frozenset("€£¥°±²³½¼¾©®™§«»–—‘’“”…•·№„‚´×µ¿¡ª\u00a0")
_MARKS_IN_TEXT = frozenset("，。、；：！？（）【】《》“”‘’「」『』・ー～￥％　〜→●○■□★☆－／＋．＂")

SCRIPTS = {
    "CYRILLIC": ("оеаинтсрвлкм", "дпуяыьгзбчйхжшюцщэфъёіїєґ"),
    "GREEK": ("αεοιητσνκρπλμ", "υςωγδχθάέήίόύώβφξζψ"),
    "HEBREW": ("יוהלאשרתבמםנ", "גדזחטכסעפצקןףץך"),
    "ARABIC": ("ايلمنورتبةعد", "ثجحخذزسشصضطظغفقكهىأإآئءؤ"),
    "THAI": ("านรกอเงมยลวดทสตะ", "ปบคหแจพชขใไโผิีึืุู่้็์ำั"),
}
"""Alphabets by the name of their script: the letters that make up most of any text, and the others in use."""
_FINAL_INSIDE = re.compile(r"ς[^\W\d_]")
"""The Greek letter that only ends words, within one."""
_MISPLACED = re.compile(r"[ìù](?=[^\W\d_])|ñ(?![aeiouáéíóúü])|õ(?![^\W\d_])|ã(?=[b-df-hj-np-rtv-z])|œ(?![uidtsnc])")
"""Letters where hardly any language that has them has them: what Polish or Czech become when read as French."""
_RUN = re.compile(r"[^\W\d_]*[^\x00-\x7f]+(?:[^\W\d_]|[^\x00-\x7f])*")


@lru_cache(maxsize=70_000)
def script(character: str) -> str:
    """The first word of the character's Unicode name: LATIN, CYRILLIC, CJK, HIRAGANA, HANGUL …; "" where it has
    none.
    """
    return unicodedata.name(character, "").split(" ", 1)[0]


@lru_cache(maxsize=70_000)
def _east_asian(character: str) -> float | None:
    """The weight of a Chinese, Japanese or Korean character, None for others."""
    kind = script(character)
    if kind == "CJK":
        if character in HANZI or character in TRADITIONAL or character in KANJI:
            return 1.0
        return 0.55 if _first_level(character) else -0.2
    if kind in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
        return 0.9
    if kind == "HANGUL":
        return 1.0 if character in HANGUL else (0.35 if _encodes(character, "euc_kr") else -0.5)
    if kind in ("FULLWIDTH", "IDEOGRAPHIC") or character in _MARKS_IN_TEXT:
        return 0.6
    return 0.0 if kind == "HALFWIDTH" else None


def _encodes(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _first_level(character: str) -> bool:
    """Whether the character is in the first (frequent) level of the Chinese standards."""
    mainland, taiwan = _encodes(character, "gb2312"), _encodes(character, "big5")
    return (0xB0 <= mainland[0] <= 0xD7 if mainland else False) or (0xA4 <= taiwan[0] <= 0xC6 if taiwan else False)


def _alphabet(character: str, kind: str) -> float:
    """The weight of a character of a non-Latin alphabet inside a word of that alphabet."""
    frequent, others = SCRIPTS[kind]
    return 1.0 if character.lower() in frequent else (0.6 if character.lower() in others else -0.2)


@dataclass(frozen=True)
class _Word:
    """One run of letters and non-ASCII characters, and what its characters are judged by."""

    text: str
    mixed: bool
    ascii_letters: int
    foreign: int
    language: frozenset[str]


def _language(text: str) -> frozenset[str]:
    """The accented letters of the language that most of those in the text belong to."""
    letters = Counter(letter for letter in text.lower() if not letter.isascii() and letter.isalpha())
    return max(LANGUAGES, key=lambda language: sum(letters[letter] for letter in language))


def _latin(character: str, word: _Word) -> float:
    if character in _ORDINAL:
        return 0.6 if word.text.endswith(character) and len(word.text) <= len("Nº") else -0.4
    letter = character.lower()
    if letter in word.language or letter in _ACCENTED:
        usual = 0.9 if letter in word.language else 0.6
        weight = usual if word.ascii_letters else usual - 0.55
    elif character in _RARE_LETTERS:
        weight = 0.0
    else:
        weight = 0.4 if script(character) == "LATIN" else -0.6
    return weight - (0.7 if word.foreign > max(1, 1.5 * word.ascii_letters) else 0.0)


def _word_weights(text: str, language: frozenset[str]) -> list[float]:
    """The weights of the non-ASCII characters of one run of letters and non-ASCII characters."""
    scripts = {script(character) for character in text if character.isalpha()}
    mixed = len(scripts & {"LATIN", *SCRIPTS}) > 1
    odd_case = text.lower() != text.upper() and not (text.islower() or text.isupper() or text.istitle())
    foreign = [character for character in text if not character.isascii()]
    ascii_letters = sum(character.isascii() and character.isalpha() for character in text)
    word = _Word(text, mixed, ascii_letters, len(text) - ascii_letters, language)
    strange = (0.4 if odd_case else 0.0) + 0.7 * len(_MISPLACED.findall(text.lower())) / len(foreign)
    lone = 0.6 if len(foreign) == 1 and _among_small(text, foreign[0]) else 0.0
    return [_weight(character, word) - strange - lone for character in foreign]


def _among_small(text: str, character: str) -> bool:
    """Whether the only character that is none of the Latin letters of a word is an East Asian one."""
    small = sum(letter.isascii() and letter.islower() for letter in text)
    return small > 1 and _east_asian(character) is not None


def _weight(character: str, word: _Word) -> float:
    east_asian = _east_asian(character)
    if east_asian is not None:
        return east_asian
    kind = script(character)
    if character == "ς" and _FINAL_INSIDE.search(word.text):
        return -0.7
    if kind in SCRIPTS:
        return -0.7 if word.mixed else _alphabet(character, kind) * (0.2 if len(word.text) == 1 else 1.0)
    if character.isalpha():
        return _latin(character, word)
    if character in _SYMBOLS:
        between = f"[^\\W\\d_]{re.escape(character)}[^\\W\\d_]"
        return -0.5 if character not in "’·" and re.search(between, word.text) else 0.4
    category = unicodedata.category(character)
    return -1.0 if category in ("Cc", "Co", "Cn", "Cs") or character == "\ufffd" else -0.3


def plausibility(text: str, encoding: str) -> float:
    """How likely ``text`` is the right decoding by ``encoding``: about -1 … 1; 0 for pure ASCII.

    A word that stands in many rows says no more than in one.
    """
    total = weight = 0.0
    language = _language(text)
    for word in dict.fromkeys(match.group() for match in _RUN.finditer(text)):
        sizes = [len(_encodes(character, encoding)) or 1 for character in word if not character.isascii()]
        weight += sum(size * value for size, value in zip(sizes, _word_weights(word, language), strict=True))
        total += sum(sizes)
    return weight / total if total else 0.0
