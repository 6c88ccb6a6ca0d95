#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec {

using Labels = std::initializer_list<std::pair<std::string, std::string>>;

/// One series resolved once, for hot paths: no name or label is looked up again. Thread-safe,
/// cheap to copy, valid as long as its Metrics.
class CounterSeries {
  public:
    void add(double by) const noexcept;

  private:
    friend class Metrics;
    explicit CounterSeries(void* counter) : counter_(counter) {}
    void* counter_;
};

class GaugeSeries {
  public:
    void add(double by) const noexcept;

  private:
    friend class Metrics;
    explicit GaugeSeries(void* gauge) : gauge_(gauge) {}
    void* gauge_;
};

class HistogramSeries {
  public:
    void observe(double value) const;

  private:
    friend class Metrics;
    explicit HistogramSeries(void* histogram) : histogram_(histogram) {}
    void* histogram_;
};

/// The process's metrics in Prometheus text format 0.0.4. Owned by Core; thread-safe. Names start
/// with "ec_"; label values come from closed sets (route templates, states), never from users.
/// Repeating a name with another help text or type is a programming error (Error internal).
class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(Metrics const&) = delete;
    Metrics& operator=(Metrics const&) = delete;

    void count(std::string_view name, std::string_view help, Labels labels, double by);
    void set_gauge(std::string_view name, std::string_view help, Labels labels, double value);
    /// Buckets in base units, ascending; given by the first call for a name.
    void observe(std::string_view name, std::string_view help, Labels labels,
                 std::vector<double> const& buckets, double value);

    [[nodiscard]] CounterSeries counter(std::string_view name, std::string_view help,
                                        Labels labels);
    [[nodiscard]] GaugeSeries gauge(std::string_view name, std::string_view help, Labels labels);
    [[nodiscard]] HistogramSeries histogram(std::string_view name, std::string_view help,
                                            Labels labels, std::vector<double> const& buckets);

    [[nodiscard]] std::string render() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ec
