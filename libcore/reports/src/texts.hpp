#pragma once

#include <ec/narrative/language.hpp>

#include <string_view>

namespace ec::reports {

/// What the renderers add to a document, in one language.
struct Texts {
    std::string_view sample_data;
    std::string_view rules_label;
    std::string_view model_label_before;  // the model's name stands between the two
    std::string_view model_label_after;
    std::string_view show_sources;
    std::string_view marks_key;  // explains the two visible marks
    std::string_view data;       // inside [data 122.15]
    std::string_view unsupported;
    std::string_view contradicted;
    std::string_view derived;
    std::string_view difference;
    std::string_view ratio;
    std::string_view percent_change;
    std::string_view sum;
    std::string_view rescale;
    std::string_view notes;  // heading of the footnotes
    std::string_view page;   // "Page {0} of {1}"
    std::string_view bundle;
    std::string_view as_of;
    std::string_view up;
    std::string_view inside;
    std::string_view down;
    std::string_view base_rate;
    std::string_view chart_title;  // "{0}: {1} sessions to {2}"
    std::string_view average;      // "{}-day average"
    std::string_view volume;
    std::string_view support;
    std::string_view resistance;
    std::string_view date;
    std::string_view open;
    std::string_view high;
    std::string_view low;
    std::string_view close;
    std::string_view chart_table;  // "Figures of the chart, last {} sessions"
    std::string_view licence;      // "{0} · licence {1} · author {2}"
    std::string_view colon;
};

[[nodiscard]] Texts const& texts_of(narrative::Language language) noexcept;

}  // namespace ec::reports
