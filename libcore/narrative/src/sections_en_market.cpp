#include "sections_en.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::en {
namespace {

constexpr auto lang = Language::en;

std::string volume_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const volume = f.value("volume");
    auto const ratio = f.value("volume_ratio_20");
    if (!volume) return {};
    auto const shares = w.format.shares(*volume) + " shares";
    if (!ratio) return capitalised(shares) + " changed hands.";
    auto const times = w.format.times(*ratio);
    if (f.volume_band == VolumeBand::heavy)
        return fmt::format("Volume was heavy: {}, {} times the 20-day average.", shares, times);
    if (f.volume_band == VolumeBand::light)
        return fmt::format("Volume was light: {}, {} times the 20-day average.", shares, times);
    return fmt::format("{} changed hands, {} times the 20-day average.", shares, times);
}

std::string volume_reading(Writing const& w) {
    auto const& f = w.findings;
    auto const move = f.value("return_1");
    if (!move || std::abs(*move) < 0.5 || f.volume_band == VolumeBand::ordinary || !f.volume_band)
        return {};
    return fmt::format("On that {} the close {} {}.",
                       f.volume_band == VolumeBand::heavy ? "volume" : "thin trade",
                       *move > 0 ? "rose" : "fell", w.format.magnitude(*move));
}

std::string turnover_sentence(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const amount = f.value("amount"))
        parts.push_back("turnover was " + w.format.money(*amount));
    if (auto const rate = f.value("turnover_pct"))
        parts.push_back(fmt::format("the turnover rate was {:.2f} %", *rate));
    if (auto const ratio = f.value("volume_ratio_5");
        ratio && f.sheet().symbol.market() == market::Market::cn)
        parts.push_back("the volume ratio was " + w.format.times(*ratio));
    if (parts.empty()) return {};
    return capitalised(join_list(parts)) + ".";
}

std::string limit_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (f.sheet().symbol.market() != market::Market::cn || f.is_index) return {};
    auto const state = f.text("limit_state");
    if (state.empty()) return "Whether a price limit was reached is unknown on adjusted prices.";
    if (state == "none") return "No price limit was reached.";
    return fmt::format("The stock {}.", state.starts_with("locked")
                                            ? "was " + std::string(limit_word(state, lang))
                                            : std::string(limit_word(state, lang)));
}

std::string returns_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const own = f.value("return_60");
    auto const market = f.value("benchmark_return_60");
    if (!own) return {};
    auto const head =
        fmt::format("Over 60 sessions {} returned {}", f.is_index ? "the index" : f.name_en,
                    w.format.signed_percent(*own));
    if (!market) return head + ".";
    return fmt::format("{}, {} {}.", head, f.benchmark_en, w.format.signed_percent(*market));
}

std::string month_gap_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const month = f.value("excess_return_20");
    auto const quarter = f.value("excess_return_60");
    if (!month || !quarter || std::abs(*month) < 1) return {};
    bool const turned = (*month > 0) != (*quarter > 0);
    return fmt::format("In the last 20 sessions it was {} points {} {}{}.", w.format.points(*month),
                       *month > 0 ? "ahead of" : "behind", f.benchmark_en,
                       turned ? ", so the comparison had turned" : "");
}

std::string benchmark_gap(Writing const& w) {
    auto const& f = w.findings;
    if (f.value("benchmark_return_60") || f.value("beta_250")) return {};
    auto reason = absent_words(f.absent("excess_return_60"));
    if (reason.empty()) reason = "no benchmark bars for these dates";
    return fmt::format("Beta and excess return are not available: {}.", reason);
}

std::string volatility_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const volatility = f.value("volatility_60");
    auto const loss = f.value("var_95_250");
    std::string text;
    if (volatility)
        text =
            fmt::format("Annualised 60-day volatility was {}", w.format.whole_percent(*volatility));
    if (loss) {
        auto const tail = fmt::format("one day in twenty of the last 250 lost more than {}",
                                      w.format.magnitude(*loss));
        text = text.empty() ? capitalised(tail) : text + "; " + tail;
    }
    return text.empty() ? text : text + ".";
}

std::string drawdown_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const drawdown = f.value("max_drawdown_250");
    auto const peak = f.date("max_drawdown_250_peak");
    auto const trough = f.date("max_drawdown_250_trough");
    if (!drawdown || !peak || !trough || *drawdown == 0) return {};
    return fmt::format("The maximum drawdown of 250 sessions was {}, from {} to {}.",
                       w.format.magnitude(*drawdown), w.format.day(*peak), w.format.day(*trough));
}

std::string beta_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const beta = f.value("beta_250");
    auto const correlation = f.value("correlation_250");
    if (!beta || !correlation) return {};
    return fmt::format("Beta to {} was {} at a correlation of {}.", f.benchmark_en,
                       w.format.times(*beta), w.format.times(*correlation));
}

std::string no_filing(Writing const& w) {
    return fmt::format(
        "No filing in the store was public on {}; growth and valuation are not shown. Importing "
        "earlier filings would fill this section.",
        w.findings.session().iso());
}

std::string growth_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const revenue = f.value("revenue_ttm");
    auto const growth = f.value("revenue_growth");
    if (!revenue) return {};
    auto const head = "Trailing twelve-month revenue was " + w.format.money(*revenue);
    if (!growth) return head + ".";
    return fmt::format("{}. Revenue growth was {} on the year before.", head,
                       w.format.signed_percent(*growth));
}

std::string valuation_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const pe = f.value("pe_ttm");
    auto const pb = f.value("pb");
    std::vector<std::string> parts;
    if (pe) parts.push_back("a price-earnings ratio of " + w.format.reading(*pe));
    if (pb) parts.push_back("a price-book ratio of " + w.format.reading(*pb));
    if (parts.empty()) return {};
    return fmt::format("The close stood at {}.", join_list(parts));
}

std::string profit_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const net = f.value("net_income_ttm");
    auto const margin = f.value("operating_margin");
    auto const text = net ? "Net income was " + w.format.money(*net) : std::string();
    if (!margin) return text.empty() ? text : text + ".";
    auto const share = "the operating margin was " + w.format.percent(*margin);
    return (text.empty() ? capitalised(share) : text + "; " + share) + ".";
}

std::string filing_sentence(Writing const& w, Date filed) {
    auto const& f = w.findings;
    auto const named = [](std::string_view form, Date day) {
        return fmt::format("the {} of {}", form.empty() ? "report" : form, day.iso());
    };
    auto const newest = "The newest filing used is " + named(f.text("filing_date"), filed);
    auto const before = f.date("filing_before_date");
    if (!before) return newest + ".";
    return fmt::format("{}; the filing before it is {}.", newest,
                       named(f.text("filing_before_date"), *before));
}

}  // namespace

std::vector<Block> write_volume(Writing const& w) {
    auto const text = join_sentences(
        {volume_sentence(w), volume_reading(w), turnover_sentence(w), limit_sentence(w)});
    BlockList blocks;
    if (!w.findings.value("volume"))
        return blocks
            .paragraph(join_sentences({"The source carries no volume for this session; importing a "
                                       "file with a volume column would fill this section.",
                                       limit_sentence(w)}))
            .take();
    return blocks.paragraph(text).take();
}

std::vector<Block> write_risk(Writing const& w) {
    BlockList blocks;
    auto const strength =
        join_sentences({returns_sentence(w), month_gap_sentence(w), benchmark_gap(w)});
    auto const risk =
        join_sentences({volatility_sentence(w), drawdown_sentence(w), beta_sentence(w)});
    return blocks.paragraph(strength).paragraph(risk).take();
}

std::vector<Block> write_fundamentals(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (f.is_index)
        return blocks.paragraph("An index files no accounts; growth and valuation do not apply.")
            .take();
    auto const filed = f.date("filing_date");
    if (!filed) return blocks.paragraph(no_filing(w)).take();
    return blocks
        .paragraph(join_sentences({growth_sentence(w), profit_sentence(w), valuation_sentence(w),
                                   filing_sentence(w, *filed)}))
        .take();
}

}  // namespace ec::narrative::en
