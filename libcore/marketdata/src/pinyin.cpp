#include <pinyin.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace ec::marketdata {
namespace {

constexpr std::size_t max_forms = 16;

// Readings that names use beside the one that ICU gives: 银行 yin hang, 长城 chang cheng, 重庆
// chong qing, 厦门 xia men, 西藏 xi zang, 六安 lu an; ü is typed v.
struct Reading {
    char32_t character;
    std::string_view reading;
};
constexpr std::array readings{
    Reading{U'行', "hang"},  Reading{U'长', "chang"}, Reading{U'重', "chong"},
    Reading{U'乐', "yue"},   Reading{U'地', "di"},    Reading{U'厦', "xia"},
    Reading{U'藏', "zang"},  Reading{U'都', "du"},    Reading{U'会', "kuai"},
    Reading{U'晟', "sheng"}, Reading{U'埔', "pu"},    Reading{U'调', "tiao"},
    Reading{U'参', "shen"},  Reading{U'朝', "zhao"},  Reading{U'六', "lu"},
    Reading{U'曾', "zeng"},  Reading{U'单', "shan"},  Reading{U'鹄', "hu"},
    Reading{U'仔', "zai"},   Reading{U'蔚', "yu"},    Reading{U'朴', "piao"},
    Reading{U'仇', "qiu"},   Reading{U'传', "zhuan"}, Reading{U'阿', "e"},
    Reading{U'番', "pan"},   Reading{U'蚌', "beng"},  Reading{U'泊', "bo"},
    Reading{U'尉', "yu"},    Reading{U'洗', "xian"},  Reading{U'乾', "gan"},
    Reading{U'绿', "lv"},    Reading{U'旅', "lv"},    Reading{U'铝', "lv"},
    Reading{U'吕', "lv"},    Reading{U'律', "lv"},    Reading{U'滤', "lv"},
    Reading{U'氯', "lv"},    Reading{U'榈', "lv"},    Reading{U'女', "nv"}};

std::string letters_of(icu::UnicodeString const& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    std::erase_if(utf8, [](char c) { return c < 'a' || c > 'z'; });
    return utf8;
}

// ICU's own reading; empty where it has none. Building the transliterator reads ICU's rules, and
// names use few characters: each is asked for once a thread.
std::string const& icu_reading(char32_t character) {
    thread_local std::unordered_map<char32_t, std::string> known;
    auto const [place, added] = known.try_emplace(character);
    if (!added) return place->second;
    UErrorCode status = U_ZERO_ERROR;
    thread_local std::unique_ptr<icu::Transliterator> const latin(
        icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD,
                                            status));
    EC_CHECK(U_SUCCESS(status) && latin != nullptr);
    icu::UnicodeString text(static_cast<UChar32>(character));
    latin->transliterate(text);
    place->second = letters_of(text);
    return place->second;
}

std::vector<std::string> readings_of(char32_t character) {
    std::vector<std::string> out;
    for (auto const& [of, reading] : readings)
        if (of == character) out.emplace_back(reading);
    if (auto const& icu = icu_reading(character);
        !icu.empty() && std::ranges::find(out, icu) == out.end())
        out.push_back(icu);
    return out;
}

// Each of `forms` followed by each of `tails`, as long as there is room.
void extend(std::vector<std::string>& forms, std::vector<std::string> const& tails) {
    std::vector<std::string> longer;
    for (auto const& form : forms)
        for (auto const& tail : tails) {
            auto made = form + tail;
            if (longer.size() < max_forms && std::ranges::find(longer, made) == longer.end())
                longer.push_back(std::move(made));
        }
    forms = std::move(longer);
}

bool is_han(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HAN && U_SUCCESS(status);
}

}  // namespace

PinyinForms pinyin_forms(std::string_view normalised) {
    auto const text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(normalised.data(), static_cast<std::int32_t>(normalised.size())));
    PinyinForms forms{{""}, {""}};
    bool chinese = false;
    for (std::int32_t i = 0; i < text.length();) {
        auto const c = text.char32At(i);
        i += U16_LENGTH(c);
        std::vector<std::string> whole;
        if (is_han(c)) {
            whole = readings_of(static_cast<char32_t>(c));
            chinese = chinese || !whole.empty();
        } else if (c < 0x80) {
            whole.emplace_back(1, static_cast<char>(c));
        }
        if (whole.empty()) continue;
        std::vector<std::string> first;
        for (auto const& reading : whole) first.push_back(reading.substr(0, 1));
        extend(forms.full, whole);
        extend(forms.initials, first);
    }
    return chinese ? forms : PinyinForms{};
}

}  // namespace ec::marketdata
