#include <text_encoding.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <memory>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

namespace ec::marketdata {
namespace {

constexpr std::int32_t max_name_characters = 200;

enum class OnError { stop, replace };

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Nullopt-like: `ok` is false when the bytes do not fit and errors should stop.
struct Converted {
    std::string text;
    bool ok = false;
};

Converted convert(std::string_view bytes, char const* encoding, OnError on_error) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, CloseConverter> const converter(ucnv_open(encoding, &status));
    EC_CHECK(U_SUCCESS(status));
    if (on_error == OnError::stop)
        ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                            &status);
    icu::UnicodeString const text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                  converter.get(), status);
    Converted out;
    out.ok = U_SUCCESS(status);
    if (out.ok) text.toUTF8String(out.text);
    return out;
}

bool looks_like_utf16(std::string_view bytes, std::size_t zero_at) {
    if (bytes.size() < 8) return false;
    auto const checked = std::min<std::size_t>(bytes.size() / 2, 64);
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < checked; ++i) zeros += bytes[2 * i + zero_at] == '\0' ? 1 : 0;
    return zeros * 10 >= checked * 7;
}

// Without an early end, so that the compiler looks at many bytes at once.
bool is_ascii(std::string_view bytes) {
    unsigned seen = 0;
    for (char const c : bytes) seen |= static_cast<unsigned char>(c);
    return (seen & 0x80U) == 0;
}

DecodedText decoded(std::string_view bytes, char const* encoding) {
    return {convert(bytes, encoding, OnError::replace).text, encoding};
}

}  // namespace

DecodedText decode_text(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return decoded(bytes.substr(2), "UTF-16LE");
    if (bytes.starts_with("\xFE\xFF")) return decoded(bytes.substr(2), "UTF-16BE");
    if (looks_like_utf16(bytes, 1)) return decoded(bytes, "UTF-16LE");
    if (looks_like_utf16(bytes, 0)) return decoded(bytes, "UTF-16BE");
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (is_ascii(bytes)) return {std::string(bytes), "UTF-8"};
    if (auto utf8 = convert(bytes, "UTF-8", OnError::stop); utf8.ok)
        return {std::move(utf8.text), "UTF-8"};
    if (auto gb = convert(bytes, "GB18030", OnError::stop); gb.ok)
        return {std::move(gb.text), "GB18030"};
    return {convert(bytes, "UTF-8", OnError::replace).text, "UTF-8 with damage"};
}

std::string normalise_name(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    EC_CHECK(U_SUCCESS(status));
    auto text = folding->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                       utf8.data(), static_cast<std::int32_t>(utf8.size()))),
                                   status);
    EC_CHECK(U_SUCCESS(status));
    if (!is_ascii(utf8)) {
        // Building it reads ICU's rules; it is not safe to share between threads.
        thread_local std::unique_ptr<icu::Transliterator> const simplify(
            icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
        EC_CHECK(U_SUCCESS(status) && simplify != nullptr);
        simplify->transliterate(text);
    }
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < text.length() && kept.countChar32() < max_name_characters;) {
        auto const c = text.char32At(i);
        if (u_isalnum(c)) kept.append(c);
        i += U16_LENGTH(c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

}  // namespace ec::marketdata
