#pragma once

#include <ec/analysis/facts.hpp>
#include <ec/market/series.hpp>
#include <ec/narrative/offline_analyst.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

/// The shipped sample bars with names, boards and benchmarks, loaded once per process; reports'
/// inputs for any of their sessions.
class SampleStore {
  public:
    [[nodiscard]] static SampleStore const& instance();

    /// Names of all series, "market/us/AAPL.csv", in the order of the provenance list.
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }
    [[nodiscard]] market::Series const& series(std::string_view name) const;
    /// The session itself and the one before it, assessed.
    [[nodiscard]] narrative::ReportInput input(std::string_view name, Date as_of) const;
    [[nodiscard]] narrative::ReportInput latest(std::string_view name) const;

  private:
    SampleStore();
    void load_names();
    void load_series();
    [[nodiscard]] analysis::Assessment assess(market::Series const& series, Date as_of) const;
    [[nodiscard]] market::Series const* benchmark_of(market::Series const& series) const;

    std::vector<std::string> names_;
    std::map<std::string, market::Series, std::less<>> series_;
    std::map<std::string, analysis::InstrumentInfo, std::less<>> instruments_;
};

}  // namespace ec::test
