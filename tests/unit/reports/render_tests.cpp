#include "made_report.hpp"

#include <ec/base/error.hpp>
#include <ec/reports/chart.hpp>
#include <ec/reports/render.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/source_files.hpp>
#include <support/temporary_folder.hpp>

using namespace ec::reports;
using ec::narrative::Language;
using ec::test::hostile_report;
using ec::test::made_report;

namespace {

constexpr TerminalOptions plain_terminal{100, TerminalColour::none};

RenderOptions options_for(Language language) {
    RenderOptions options;
    options.colours = default_colours(language);
    return options;
}

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// EC_WRITE_GOLDEN=1 writes the file anew; the change is then seen in the diff.
void check_golden(std::string const& name, std::string const& rendered) {
    auto const relative = "tests/golden/reports/" + name;
    auto const path = ec::test::source_path(relative);
    if (std::getenv("EC_WRITE_GOLDEN") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << rendered;
    }
    auto const expected = ec::test::read_source_file(relative);
    auto const at = static_cast<std::size_t>(
        std::mismatch(rendered.begin(), rendered.end(), expected.begin(), expected.end()).first -
        rendered.begin());
    BOOST_TEST((rendered == expected), name << " differs from byte " << at << ": "
                                            << rendered.substr(at > 40 ? at - 40 : 0, 120));
}

// The strings of the list, each with its JSON escapes undone where they are plain.
std::vector<std::string> naughty_strings() {
    auto const json =
        ec::test::read_source_file("tests/data/malformed/big_list_of_naughty_strings.json");
    std::vector<std::string> found;
    std::string text;
    bool inside = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        char const c = json[i];
        if (!inside) {
            inside = c == '"';
            continue;
        }
        if (c == '"') {
            found.push_back(text);
            text.clear();
            inside = false;
        } else if (c == '\\') {
            char const next = json[++i];
            if (next == 'u') {
                auto const unit = std::stoul(json.substr(i + 1, 4), nullptr, 16);
                text += static_cast<char>(unit < 0x80 ? unit : '?');
                i += 4;
            } else {
                constexpr std::string_view from = "nrtbf";
                constexpr std::string_view to = "\n\r\t\b\f";
                auto const at = from.find(next);
                text += at == std::string_view::npos ? next : to[at];
            }
        } else {
            text += c;
        }
    }
    return found;
}

// What the program itself writes, tags and attributes; any other angle bracket has broken out.
std::string without_own_markup(std::string const& html) {
    static std::regex const own(
        "<!DOCTYPE html>|</?(html|head|meta|title|style|body|main|header|h1|h2|div|span|label|"
        "input|section|p|strong|sup|i|b|small|ul|li|table|tr|th|td|figure|details|summary|footer|"
        "br|svg|rect|line|polyline|text)( (class|id|for|type|tabindex|data-source|title|lang|"
        "aria-label|aria-hidden|role|scope|charset|name|content|http-equiv|xmlns|viewBox|"
        "preserveAspectRatio|width|height|x|y|x1|x2|y1|y2|dy|font-size|text-anchor|points|"
        "stroke-width|stroke-dasharray)=\"[^\"<>]*\")*/?>",
        std::regex::optimize);
    return std::regex_replace(html, own, "");
}

std::string run(std::string const& command) {
    std::string output;
    auto* pipe = ::popen(command.c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        output.append(buffer, n);
    BOOST_REQUIRE_EQUAL(::pclose(pipe), 0);
    return output;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render)

BOOST_AUTO_TEST_CASE(renderings_are_the_golden_ones) {
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = made_report(language);
        auto const options = options_for(language);
        auto const name = std::string(ec::narrative::to_string(language));
        check_golden("made." + name + ".txt", render_terminal(report, options, plain_terminal));
        check_golden("made." + name + ".md", render_markdown(report, options));
        check_golden("made." + name + ".html", render_html(report, options));
    }
}

BOOST_AUTO_TEST_CASE(every_rendering_names_sample_data_and_label) {
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = made_report(language);
        auto const options = options_for(language);
        auto const* sample = language == Language::zh ? "示例数据" : "Sample data";
        for (auto const& text :
             {render_terminal(report, options, plain_terminal), render_markdown(report, options),
              render_html(report, options), render_html_fragment(report, options)}) {
            BOOST_TEST(contains(text, sample));
            BOOST_TEST(contains(text, label_text(report)));
        }
        BOOST_TEST(contains(render_json(report, options), "\"sample\":true"));
        BOOST_TEST(contains(render_chart_svg(make_chart(report), {}), sample));
    }
    auto model = made_report(Language::en);
    model.authorship.model = "gpt-x";
    auto const html = render_html(model, {});
    BOOST_TEST(contains(html,
                        "<meta name=\"description\" content=\"Text generated by AI (gpt-x); "
                        "figures checked by software.\">"));
}

BOOST_AUTO_TEST_CASE(marks_show_problems_only) {
    auto const report = made_report(Language::en);
    auto const html = render_html(report, {});
    BOOST_TEST(contains(html, "<span class=\"c\" tabindex=\"0\" data-source=\"close 122.15 USD"));
    BOOST_TEST(contains(html, "(difference)"));
    BOOST_TEST(contains(html, "37 %<sup"));
    BOOST_TEST(contains(html, "128.4<i> [data 122.15]</i>"));
    auto const markdown = render_markdown(report, {});
    BOOST_TEST(contains(markdown, "37 %[^1]"));
    BOOST_TEST(contains(markdown, "128.4 \\[data 122.15\\][^2]"));
    BOOST_TEST(contains(markdown, "\n[^1]: "));
    BOOST_TEST(!contains(markdown, "[^3]"));
    auto const terminal = render_terminal(report, {}, plain_terminal);
    BOOST_TEST(contains(terminal, "37 %(?)"));
    BOOST_TEST(contains(terminal, "128.4 [data 122.15]"));
    auto const zh = render_terminal(made_report(Language::zh), {}, plain_terminal);
    BOOST_TEST(contains(zh, "128.4 [数据 122.15]"));
}

BOOST_AUTO_TEST_CASE(facts_only_leaves_forecasts_out_of_every_rendering) {
    auto const report = made_report(Language::en);
    RenderOptions options;
    options.profile = Profile::facts_only;
    ec::test::TemporaryFolder const folder;
    auto const pdf = (folder.path() / "r.pdf").native();
    std::ofstream(pdf, std::ios::binary) << render_pdf(report, options);
    for (auto const& text :
         {render_terminal(report, options, plain_terminal), render_markdown(report, options),
          render_html(report, options), render_json(report, options),
          render_view_json(report, options), run("pdftotext " + pdf + " -")}) {
        for (auto const* gone : {"For and against", "13.3 points", "close above 127.97",
                                 "without source", "A wrong one", "base rate"})
            BOOST_TEST(!contains(text, gone), gone);
        BOOST_TEST(contains(text, "Levels"));
        BOOST_TEST(contains(text, "122.15"));
    }
}

BOOST_AUTO_TEST_CASE(the_licensed_profile_prints_its_numbers_or_refuses) {
    auto const report = made_report(Language::en);
    RenderOptions options;
    options.profile = Profile::licensed;
    BOOST_CHECK_EXCEPTION((void)render_html(report, options), ec::Error, [](auto const& e) {
        return e.reason() == "render.licence_missing" && e.code() == ec::ErrorCode::invalid_input;
    });
    options.licence = {"North <Securities>", "L-100", "A-7"};
    BOOST_TEST(contains(render_html(report, options),
                        "North &lt;Securities&gt; · licence L-100 · author A-7"));
    BOOST_TEST(contains(render_terminal(report, options, plain_terminal), "licence L-100"));
    BOOST_TEST(contains(render_markdown(report, options), "licence L-100"));
    ec::test::TemporaryFolder const folder;
    auto const pdf = (folder.path() / "r.pdf").native();
    std::ofstream(pdf, std::ios::binary) << render_pdf(report, options);
    auto const pages = std::stoi(run("pdfinfo " + pdf + " | sed -n 's/^Pages: *//p'"));
    for (int page = 1; page <= pages; ++page) {
        auto const number = std::to_string(page);
        BOOST_TEST(contains(run("pdftotext -f " + number + " -l " + number + " " + pdf + " -"),
                            "licence L-100 · author A-7"));
    }
}

BOOST_AUTO_TEST_CASE(terminal_text_never_steers_the_terminal_nor_passes_its_width) {
    auto const coloured =
        render_terminal(made_report(Language::en), {}, {80, TerminalColour::ansi});
    BOOST_TEST(contains(coloured, "\x1b[1;36m"));
    for (auto const columns : {40, 80, 100, 200}) {
        auto const text =
            render_terminal(made_report(Language::en), {}, {columns, TerminalColour::none});
        std::size_t width = 0;
        std::size_t widest = 0;
        for (char const c : text) {
            if (c == '\n')
                width = 0;
            else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
                ++width;
            widest = std::max(widest, width);
        }
        BOOST_TEST(widest <= static_cast<std::size_t>(columns));
    }
    for (auto const& hostile : naughty_strings()) {
        auto const text = render_terminal(hostile_report(hostile), {}, plain_terminal);
        for (unsigned char const c : text)
            BOOST_REQUIRE_MESSAGE((c >= 0x20 || c == '\n') && c != 0x7F, hostile);
        for (auto const* control : {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\x8F", "\xE2\x81\xA6"})
            BOOST_REQUIRE_MESSAGE(!contains(text, control), hostile);
    }
    BOOST_TEST(
        !contains(render_terminal(hostile_report("\x1b[31m\x9b\xff"), {}, plain_terminal), "\x1b"));
}

BOOST_AUTO_TEST_CASE(no_text_breaks_out_of_html) {
    auto const strings = naughty_strings();
    BOOST_TEST(strings.size() > 400U);
    for (auto const& hostile : strings) {
        auto const html = render_html(hostile_report(hostile), {});
        auto const rest = without_own_markup(html);
        BOOST_REQUIRE_MESSAGE(rest.find('<') == std::string::npos, hostile);
    }
}

BOOST_AUTO_TEST_CASE(no_text_becomes_markdown) {
    for (auto const* hostile : {"# title",
                                "- item",
                                "1. one",
                                "> quote",
                                "---",
                                "===",
                                "```code",
                                "*x* _y_ **z**",
                                "[a](javascript:x)",
                                "![i](http://x/y.png)",
                                "<script>alert(1)</script>",
                                "&lt;b&gt;",
                                "https://evil.example",
                                "www.evil.example",
                                "a@b.example",
                                "| a | b |",
                                "~~gone~~",
                                "[^1]: note",
                                "$x$",
                                "\\[x\\]",
                                "+ plus",
                                "a\nb\n# c",
                                "    code"}) {
        auto const markdown = render_markdown(hostile_report(hostile), {});
        BOOST_TEST_CONTEXT(hostile) {
            BOOST_TEST(!contains(markdown, "<script"));
            for (auto const* live : {R"((^|[^\\])\[[^\]]*[^\\]\]\([a-z])", R"((^|[^\\])https?://)",
                                     R"(www\.[a-z])", R"([a-z]@[a-z])", R"((^|[^\\])~~)",
                                     R"(\n# title\n\n# )", R"(\n(===|---|```|    |\+ |1\. ))"})
                BOOST_TEST(!std::regex_search(markdown, std::regex(live)), live);
        }
    }
}

BOOST_AUTO_TEST_CASE(pdf_text_can_be_extracted_in_both_languages) {
    ec::test::TemporaryFolder const folder;
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = made_report(language);
        auto const pdf = (folder.path() / "r.pdf").native();
        auto const bytes = render_pdf(report, options_for(language));
        BOOST_TEST((render_pdf(report, options_for(language)) == bytes), "same report, same bytes");
        std::ofstream(pdf, std::ios::binary) << bytes;
        auto const text = run("pdftotext -layout " + pdf + " -");
        auto const info = run("pdfinfo " + pdf);
        bool const zh = language == Language::zh;
        for (auto const* part :
             {zh ? "高于上行的 200 日均线" : "above its rising 200-day average",
              zh ? "正面：200 日均线 20 日内上行 3.6%。" : "Against: 13.3 points behind SPY in 60.",
              zh ? "第 1 页，共 " : "Page 1 of ", zh ? "[数据" : "[data 122.15]",
              zh ? "\"37%\"：本报告数据中没有依据"
                 : "\"37 %\": no fact in this report supports it"})
            BOOST_TEST(contains(text, part), part);
        BOOST_TEST(contains(info, label_text(report)));
        BOOST_TEST(contains(info, report.document.title));
        BOOST_TEST(contains(info, "A4"));
        BOOST_TEST(contains(run("pdfimages -list " + pdf + " | wc -l"), "2"));  // vectors only
    }
}

BOOST_AUTO_TEST_CASE(pdf_and_chart_stand_hostile_text_and_empty_series) {
    for (auto const& hostile : {std::string("\x1b[31m\xff\xfe <b> %s %n \xE2\x80\xAE"),
                                std::string(3000, 'W'), std::string()}) {
        BOOST_TEST(render_pdf(hostile_report(hostile), {}).starts_with("%PDF-1.5"));
    }
    auto empty = made_report(Language::en);
    empty.inputs.symbol.bars = {};
    BOOST_TEST(render_pdf(empty, {}).starts_with("%PDF-1.5"));
    BOOST_TEST(contains(render_html(empty, {}), "</html>"));
    BOOST_TEST(!render_terminal(empty, {}, plain_terminal).empty());
    BOOST_TEST(contains(render_markdown(empty, {}), "Bottom line"));
}

BOOST_AUTO_TEST_CASE(one_drawing_gives_svg_and_png) {
    auto const chart = make_chart(made_report(Language::en));
    BOOST_TEST(chart.bars.size() == chart_sessions);
    BOOST_TEST(chart.sma_200.back() > 0);
    auto const svg = render_chart_svg(chart, {});
    auto const count = [&](std::string const& part) {
        std::size_t n = 0;
        for (auto at = svg.find(part); at != std::string::npos; at = svg.find(part, at + 1)) ++n;
        return n;
    };
    BOOST_TEST(count("<rect class=\"ch-u\"") + count("<rect class=\"ch-d\"") == chart_sessions);
    BOOST_TEST(count("<rect class=\"ch-v\"") == chart_sessions);
    BOOST_TEST(count("<polyline") == 3U);
    BOOST_TEST(contains(svg, "prefers-color-scheme:dark"));
    BOOST_TEST(contains(svg, "resistance 120.90–122.30"));
    BOOST_TEST(render_chart_png(chart, {}).starts_with("\x89PNG"));
    ChartStyle red_up;
    red_up.colours = PriceColours::red_up;
    BOOST_TEST(contains(render_chart_svg(chart, red_up), "--ch-rise:#d12f3c"));
    BOOST_TEST(contains(svg, "--ch-rise:#0b8a5a"));
    BOOST_TEST((default_colours(Language::zh) == PriceColours::red_up));
    auto const table = chart_table(chart, 5);
    BOOST_TEST(table.size() == 6U);
    BOOST_TEST(table.back().at(0) == chart.as_of.iso());
}

BOOST_AUTO_TEST_CASE(profiles_have_their_names) {
    BOOST_TEST((parse_profile("private") == Profile::private_use));
    BOOST_TEST((parse_profile("facts_only") == Profile::facts_only));
    BOOST_TEST(!parse_profile("Private").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
