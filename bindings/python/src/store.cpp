#include "bindings.hpp"
#include "facts.hpp"
#include "report.hpp"

#include <ec/accounts/accounts.hpp>
#include <ec/assembly/core.hpp>
#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/config/config.hpp>
#include <ec/workflows/analyze_symbol.hpp>
#include <ec/workflows/market_view.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

namespace py = pybind11;

namespace ec::python {
namespace {

/// An open store. Calls keep the core alive, so that closing in one thread never pulls it away from
/// another.
class Store {
  public:
    explicit Store(std::shared_ptr<assembly::Core> core) : core_(std::move(core)) {}

    void close() noexcept { core_.reset(); }
    [[nodiscard]] bool closed() const noexcept { return core_ == nullptr; }
    [[nodiscard]] std::shared_ptr<assembly::Core> core() const {
        if (core_) return core_;
        throw Error(ErrorCode::conflict, "store.closed",
                    "The store was closed. Open it again: ec.open().");
    }

  private:
    std::shared_ptr<assembly::Core> core_;
};

CallContext make_context(std::stop_token stop) {
    static SystemClock const clock;
    return {&clock, 0, std::move(stop), make_trace_id(), {accounts::local_user_id}};
}

// Opening makes the key of an installation where there is none; a reader must not.
void require_installation(config::Config const& config) {
    if (std::filesystem::exists(std::filesystem::path(config.data_dir) / "installation.key"))
        return;
    throw Error(ErrorCode::not_found, "store.missing",
                "There is no store in the data folder. Set EC_DATA_DIR to the folder of one, or "
                "make one: equitycompass init-db");
}

std::unique_ptr<Store> open_store(std::string const& file, config::Variables const& variables) {
    py::gil_scoped_release const unlocked;
    auto const config = config::load_config(file, variables);
    require_installation(config);
    return std::make_unique<Store>(assembly::open_core(config, make_context({})));
}

narrative::Language read_language(std::string const& text) {
    if (auto const language = narrative::parse_language(text)) return *language;
    throw invalid_field("language.unknown", "lang", text, "no such language", "Use en or zh.");
}

/// Runs the workflow without the interpreter lock; at each of its steps a pending signal (Ctrl-C)
/// asks it to stop.
AnalyzedReport analyze(Store const& store, std::string const& symbol, std::string const& lang,
                       std::optional<std::string> const& as_of, std::int32_t horizon,
                       std::optional<std::string> const& analyst) {
    auto const core = store.core();
    workflows::AnalysisOrder order;
    order.symbol = symbol;
    order.as_of = read_day(as_of, "as_of");
    order.language = read_language(lang);
    order.horizon = horizon;
    if (analyst) order.analyst = *analyst;
    order.surface = "python";
    std::stop_source stop;
    std::optional<py::error_already_set> interrupted;
    auto const progress = [&](workflows::Step, std::int32_t) {
        py::gil_scoped_acquire const locked;
        if (interrupted || PyErr_CheckSignals() == 0) return;
        interrupted.emplace();
        stop.request_stop();
    };
    std::optional<workflows::Analyzed> analyzed;
    try {
        py::gil_scoped_release const unlocked;
        analyzed = workflows::analyze_symbol(core->services(), make_context(stop.get_token()),
                                             order, progress);
    } catch (Error const&) {
        if (!interrupted) throw;
    }
    if (interrupted) throw py::error_already_set(*interrupted);
    return {std::move(*analyzed), core->render_options(order.language)};
}

Sheet compute_facts(Store const& store, std::string const& symbol,
                    std::optional<std::string> const& as_of, std::int32_t horizon) {
    auto const core = store.core();
    auto const day = read_day(as_of, "as_of");
    py::gil_scoped_release const unlocked;
    return Sheet(workflows::compute_sheet(
        core->services(),
        workflows::load_fact_source(core->services(), make_context({}), symbol, day), horizon));
}

py::array_t<double> to_array(std::vector<double> const& values) {
    return py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data());
}

/// Prices with a corporate action worked in are no longer as traded: their basis is adjusted, and
/// their base is the view's last day.
py::dict describe(workflows::MarketView const& shown) {
    auto const& series = *shown.series;
    bool const adjusted_here = !shown.view.applied.empty();
    auto const basis = adjusted_here ? market::PriceBasis::adjusted : series.basis;
    py::dict out;
    out["symbol"] = series.symbol.text();
    out["source"] = series.source;
    out["currency"] = series.currency;
    out["basis"] = std::string(market::to_string(basis));
    out["base_date"] = adjusted_here ? to_python(shown.view.as_of) : to_python(series.base_date);
    out["sample"] = series.sample != 0;
    out["as_of"] = to_python(shown.view.as_of);
    return out;
}

/// Days since 1970-01-01, columns and head of the bars as they could be seen on `as_of`.
py::tuple load_bars(Store const& store, std::string const& symbol,
                    std::optional<std::string> const& as_of) {
    auto const core = store.core();
    auto const day = read_day(as_of, "as_of");
    workflows::MarketView shown;
    {
        py::gil_scoped_release const unlocked;
        shown = workflows::load_market_view(core->services(), make_context({}), symbol, day);
    }
    auto const& bars = shown.view.bars;
    py::array_t<std::int32_t> days(static_cast<py::ssize_t>(bars.size()));
    for (std::size_t i = 0; i < bars.size(); ++i) days.mutable_data()[i] = bars.date[i].days();
    py::dict columns;
    columns["open"] = to_array(bars.open);
    columns["high"] = to_array(bars.high);
    columns["low"] = to_array(bars.low);
    columns["close"] = to_array(bars.close);
    columns["volume"] = to_array(bars.volume);
    columns["amount"] = to_array(bars.amount);
    return py::make_tuple(days, columns, describe(shown));
}

}  // namespace

void bind_store(py::module_& module) {
    py::class_<Store>(module, "Store")
        .def("close", &Store::close)
        .def("closed", &Store::closed)
        .def("analyze", &analyze)
        .def("facts", &compute_facts)
        .def("bars", &load_bars);
    module.def("open_store", &open_store);
}

}  // namespace ec::python
