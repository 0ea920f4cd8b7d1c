// Facts of the Unicode Character Database, as far as CharClass needs them.
#include "gate/prefilter/unicode_names.h"

#include <algorithm>
#include <array>

namespace gogate::prefilter {
namespace {

using std::string_view_literals::operator""sv;

// Categories and scripts with ASCII members, as pairs of first and last.
constexpr std::array kWithAscii = {
    UnicodeGroup{"C", "\000\037\177\177"sv, false, false},
    UnicodeGroup{"Cc", "\000\037\177\177"sv, false, false},
    UnicodeGroup{"Common", "\000\100\133\140\173\177"sv, false, false},
    UnicodeGroup{"L", "\101\132\141\172"sv, true, true},
    UnicodeGroup{"Latin", "\101\132\141\172"sv, true, true},
    UnicodeGroup{"Ll", "\141\172"sv, false, true},
    UnicodeGroup{"Lu", "\101\132"sv, true, false},
    UnicodeGroup{"N", "\060\071"sv, false, false},
    UnicodeGroup{"Nd", "\060\071"sv, false, false},
    UnicodeGroup{"P", "\041\043\045\052\054\057\072\073\077\100\133\135\137\137\173\173\175\175"sv, false, false},
    UnicodeGroup{"Pc", "\137\137"sv, false, false},
    UnicodeGroup{"Pd", "\055\055"sv, false, false},
    UnicodeGroup{"Pe", "\051\051\135\135\175\175"sv, false, false},
    UnicodeGroup{"Po", "\041\043\045\047\052\052\054\054\056\057\072\073\077\100\134\134"sv, false, false},
    UnicodeGroup{"Ps", "\050\050\133\133\173\173"sv, false, false},
    UnicodeGroup{"S", "\044\044\053\053\074\076\136\136\140\140\174\174\176\176"sv, false, false},
    UnicodeGroup{"Sc", "\044\044"sv, false, false},
    UnicodeGroup{"Sk", "\136\136\140\140"sv, false, false},
    UnicodeGroup{"Sm", "\053\053\074\076\174\174\176\176"sv, false, false},
    UnicodeGroup{"Z", "\040\040"sv, false, false},
    UnicodeGroup{"Zs", "\040\040"sv, false, false},
};

// The others that RE2 knows, sorted.
constexpr std::array kBeyondAscii = {
    "Adlam"sv, "Ahom"sv, "Anatolian_Hieroglyphs"sv, "Arabic"sv, "Armenian"sv, "Avestan"sv, "Balinese"sv,
    "Bamum"sv, "Bassa_Vah"sv, "Batak"sv, "Bengali"sv, "Bhaiksuki"sv, "Bopomofo"sv, "Brahmi"sv, "Braille"sv,
    "Buginese"sv, "Buhid"sv, "Canadian_Aboriginal"sv, "Carian"sv, "Caucasian_Albanian"sv, "Cf"sv, "Chakma"sv,
    "Cham"sv, "Cherokee"sv, "Chorasmian"sv, "Co"sv, "Coptic"sv, "Cs"sv, "Cuneiform"sv, "Cypriot"sv,
    "Cypro_Minoan"sv, "Cyrillic"sv, "Deseret"sv, "Devanagari"sv, "Dives_Akuru"sv, "Dogra"sv, "Duployan"sv,
    "Egyptian_Hieroglyphs"sv, "Elbasan"sv, "Elymaic"sv, "Ethiopic"sv, "Georgian"sv, "Glagolitic"sv, "Gothic"sv,
    "Grantha"sv, "Greek"sv, "Gujarati"sv, "Gunjala_Gondi"sv, "Gurmukhi"sv, "Han"sv, "Hangul"sv,
    "Hanifi_Rohingya"sv, "Hanunoo"sv, "Hatran"sv, "Hebrew"sv, "Hiragana"sv, "Imperial_Aramaic"sv, "Inherited"sv,
    "Inscriptional_Pahlavi"sv, "Inscriptional_Parthian"sv, "Javanese"sv, "Kaithi"sv, "Kannada"sv, "Katakana"sv,
    "Kawi"sv, "Kayah_Li"sv, "Kharoshthi"sv, "Khitan_Small_Script"sv, "Khmer"sv, "Khojki"sv, "Khudawadi"sv,
    "Lao"sv, "Lepcha"sv, "Limbu"sv, "Linear_A"sv, "Linear_B"sv, "Lisu"sv, "Lm"sv, "Lo"sv, "Lt"sv, "Lycian"sv,
    "Lydian"sv, "M"sv, "Mahajani"sv, "Makasar"sv, "Malayalam"sv, "Mandaic"sv, "Manichaean"sv, "Marchen"sv,
    "Masaram_Gondi"sv, "Mc"sv, "Me"sv, "Medefaidrin"sv, "Meetei_Mayek"sv, "Mende_Kikakui"sv,
    "Meroitic_Cursive"sv, "Meroitic_Hieroglyphs"sv, "Miao"sv, "Mn"sv, "Modi"sv, "Mongolian"sv, "Mro"sv,
    "Multani"sv, "Myanmar"sv, "Nabataean"sv, "Nag_Mundari"sv, "Nandinagari"sv, "New_Tai_Lue"sv, "Newa"sv,
    "Nko"sv, "Nl"sv, "No"sv, "Nushu"sv, "Nyiakeng_Puachue_Hmong"sv, "Ogham"sv, "Ol_Chiki"sv, "Old_Hungarian"sv,
    "Old_Italic"sv, "Old_North_Arabian"sv, "Old_Permic"sv, "Old_Persian"sv, "Old_Sogdian"sv,
    "Old_South_Arabian"sv, "Old_Turkic"sv, "Old_Uyghur"sv, "Oriya"sv, "Osage"sv, "Osmanya"sv, "Pahawh_Hmong"sv,
    "Palmyrene"sv, "Pau_Cin_Hau"sv, "Pf"sv, "Phags_Pa"sv, "Phoenician"sv, "Pi"sv, "Psalter_Pahlavi"sv,
    "Rejang"sv, "Runic"sv, "Samaritan"sv, "Saurashtra"sv, "Sharada"sv, "Shavian"sv, "Siddham"sv,
    "SignWriting"sv, "Sinhala"sv, "So"sv, "Sora_Sompeng"sv, "Soyombo"sv, "Sundanese"sv, "Syloti_Nagri"sv,
    "Syriac"sv, "Tagalog"sv, "Tagbanwa"sv, "Tai_Le"sv, "Tai_Tham"sv, "Tai_Viet"sv, "Takri"sv, "Tamil"sv,
    "Tangsa"sv, "Tangut"sv, "Telugu"sv, "Thaana"sv, "Thai"sv, "Tibetan"sv, "Tifinagh"sv, "Tirhuta"sv, "Toto"sv,
    "Ugaritic"sv, "Vai"sv, "Vithkuqi"sv, "Wancho"sv, "Warang_Citi"sv, "Yezidi"sv, "Yi"sv, "Zanabazar_Square"sv,
    "Zl"sv, "Zp"sv,
};

}  // namespace

std::optional<UnicodeGroup> find_unicode_group(std::string_view name) {
  for (const UnicodeGroup& g : kWithAscii) {
    if (g.name == name) return g;
  }
  if (std::ranges::binary_search(kBeyondAscii, name)) return UnicodeGroup{name, {}, false, false};
  return std::nullopt;
}

}  // namespace gogate::prefilter
