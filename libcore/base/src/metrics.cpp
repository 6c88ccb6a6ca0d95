#include <ec/base/metrics.hpp>

#include <ec/base/error.hpp>

#include <map>
#include <mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace ec {

namespace {
using LabelMap = std::map<std::string, std::string>;

LabelMap to_map(Labels labels) { return LabelMap(labels.begin(), labels.end()); }
}  // namespace

struct Metrics::State {
    prometheus::Registry registry;
    std::mutex mutex;
    std::map<std::string, prometheus::Family<prometheus::Counter>*, std::less<>> counters;
    std::map<std::string, prometheus::Family<prometheus::Gauge>*, std::less<>> gauges;
    std::map<std::string, prometheus::Family<prometheus::Histogram>*, std::less<>> histograms;

    template <typename Map, typename Build>
    auto& family(Map& map, std::string_view name, std::string_view help, Build build) {
        std::scoped_lock const lock(mutex);
        auto found = map.find(name);
        if (found == map.end()) {
            auto& made = build().Name(std::string(name)).Help(std::string(help)).Register(registry);
            found = map.emplace(std::string(name), &made).first;
        }
        return *found->second;
    }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

CounterSeries Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    return CounterSeries(&state_->family(state_->counters, name, help, prometheus::BuildCounter)
                              .Add(to_map(labels)));
}

GaugeSeries Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    return GaugeSeries(
        &state_->family(state_->gauges, name, help, prometheus::BuildGauge).Add(to_map(labels)));
}

HistogramSeries Metrics::histogram(std::string_view name, std::string_view help, Labels labels,
                                   std::vector<double> const& buckets) {
    return HistogramSeries(
        &state_->family(state_->histograms, name, help, prometheus::BuildHistogram)
             .Add(to_map(labels), buckets));
}

void CounterSeries::add(double by) const noexcept {
    static_cast<prometheus::Counter*>(counter_)->Increment(by);
}

void GaugeSeries::add(double by) const noexcept {
    static_cast<prometheus::Gauge*>(gauge_)->Increment(by);
}

void HistogramSeries::observe(double value) const {
    static_cast<prometheus::Histogram*>(histogram_)->Observe(value);
}

void Metrics::count(std::string_view name, std::string_view help, Labels labels, double by) {
    counter(name, help, labels).add(by);
}

void Metrics::set_gauge(std::string_view name, std::string_view help, Labels labels, double value) {
    static_cast<prometheus::Gauge*>(gauge(name, help, labels).gauge_)->Set(value);
}

void Metrics::observe(std::string_view name, std::string_view help, Labels labels,
                      std::vector<double> const& buckets, double value) {
    histogram(name, help, labels, buckets).observe(value);
}

std::string Metrics::render() const {
    return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace ec
