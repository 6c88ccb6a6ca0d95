#include <ec/market/instrument.hpp>

#include <initializer_list>

namespace ec::market {
namespace {

bool starts_with_any(std::string_view code, std::initializer_list<std::string_view> heads) {
    for (auto const head : heads)
        if (code.starts_with(head)) return true;
    return false;
}

}  // namespace

std::string_view to_string(InstrumentKind kind) noexcept {
    switch (kind) {
        case InstrumentKind::stock:
            return "stock";
        case InstrumentKind::etf:
            return "etf";
        case InstrumentKind::index:
            return "index";
    }
    return "stock";
}

std::optional<InstrumentKind> parse_instrument_kind(std::string_view text) noexcept {
    for (auto kind : {InstrumentKind::stock, InstrumentKind::etf, InstrumentKind::index})
        if (to_string(kind) == text) return kind;
    return std::nullopt;
}

std::string_view to_string(Board board) noexcept {
    switch (board) {
        case Board::none:
            return "none";
        case Board::main:
            return "main";
        case Board::chinext:
            return "chinext";
        case Board::star:
            return "star";
        case Board::bse:
            return "bse";
    }
    return "none";
}

InstrumentKind kind_by_code(Symbol const& symbol) noexcept {
    auto const code = symbol.code();
    if (code.starts_with('^')) return InstrumentKind::index;
    switch (symbol.exchange()) {
        case Exchange::sh:
            if (code.starts_with("000")) return InstrumentKind::index;
            return code.starts_with('5') ? InstrumentKind::etf : InstrumentKind::stock;
        case Exchange::sz:
            if (code.starts_with("399")) return InstrumentKind::index;
            return starts_with_any(code, {"15", "16", "18"}) ? InstrumentKind::etf
                                                             : InstrumentKind::stock;
        case Exchange::us:
        case Exchange::hk:
        case Exchange::bj:
            return InstrumentKind::stock;
    }
    return InstrumentKind::stock;
}

Board board_of(Symbol const& symbol) noexcept {
    auto const code = symbol.code();
    if (symbol.market() != Market::cn || kind_by_code(symbol) == InstrumentKind::index)
        return Board::none;
    switch (symbol.exchange()) {
        case Exchange::sh:
            return starts_with_any(code, {"688", "689", "588", "589"}) ? Board::star : Board::main;
        case Exchange::sz:
            return starts_with_any(code, {"300", "301", "302"}) ? Board::chinext : Board::main;
        case Exchange::bj:
            return Board::bse;
        case Exchange::us:
        case Exchange::hk:
            return Board::none;
    }
    return Board::none;
}

}  // namespace ec::market
