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

void Metrics::count(std::string_view name, std::string_view help, Labels labels, double by) {
    state_->family(state_->counters, name, help, prometheus::BuildCounter)
        .Add(to_map(labels))
        .Increment(by);
}

void Metrics::set_gauge(std::string_view name, std::string_view help, Labels labels, double value) {
    state_->family(state_->gauges, name, help, prometheus::BuildGauge)
        .Add(to_map(labels))
        .Set(value);
}

void Metrics::observe(std::string_view name, std::string_view help, Labels labels,
                      std::vector<double> const& buckets, double value) {
    state_->family(state_->histograms, name, help, prometheus::BuildHistogram)
        .Add(to_map(labels), buckets)
        .Observe(value);
}

std::string Metrics::render() const {
    return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace ec
