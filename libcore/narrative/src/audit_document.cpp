#include <ec/narrative/audit.hpp>

#include "audit_engine.hpp"

#include <algorithm>
#include <utility>

namespace ec::narrative {
namespace {

bool is_checked(SectionId id) noexcept {
    return id >= SectionId::bottom_line && id <= SectionId::ahead;
}

class DocumentAuditor {
  public:
    DocumentAuditor(Document& document, analysis::FactSheet const& sheet)
        : document_(document), engine_(sheet, document.language) {}

    void run() {
        document_.claims.clear();
        document_.audit = {};
        for (auto& section : document_.sections)
            for (auto& block : section.blocks) {
                clear_marks(block);
                if (is_checked(section.id)) check_block(section, block);
            }
    }

  private:
    static void clear_marks(Block& block) {
        for (auto& line : block.lines) {
            Spans merged;
            for (auto& span : line) {
                span.claim = -1;
                if (!merged.empty() && merged.back().strong == span.strong)
                    merged.back().text += span.text;
                else
                    merged.push_back(std::move(span));
            }
            line = std::move(merged);
        }
    }

    void check_block(Section const& section, Block& block) {
        if (block.kind == BlockKind::chart) return;
        if (block.kind == BlockKind::table) {
            check_table(block);
            return;
        }
        std::string heading = section.title;
        for (auto& line : block.lines) {
            check_line(line, heading);
            if (block.kind != BlockKind::list) heading = plain_text(line);
        }
    }

    // A cell is read under its row's first cell and its column's header.
    void check_table(Block& block) {
        auto const columns = static_cast<std::size_t>(std::max(block.columns, 1));
        for (std::size_t i = columns; i < block.lines.size(); ++i) {
            auto const column = i % columns;
            auto const row = i - column;
            std::string heading;
            if (column > 0) heading.append(plain_text(block.lines[row])).append(", ");
            heading += plain_text(block.lines[column]);
            check_line(block.lines[i], heading);
        }
    }

    void check_line(Spans& line, std::string const& heading) {
        auto const text = plain_text(line);
        auto result = engine_.check(text, heading);
        auto const first_id = static_cast<std::int32_t>(document_.claims.size());
        for (auto& claim : result.claims) claim.id += first_id;
        line = split(line, result.claims);
        auto& sum = document_.audit;
        sum.supported += result.summary.supported;
        sum.derived += result.summary.derived;
        sum.unsupported += result.summary.unsupported;
        sum.contradicted += result.summary.contradicted;
        std::ranges::move(result.claims, std::back_inserter(document_.claims));
    }

    // Every claim gets spans of its own; a change of weight inside a claim keeps both.
    static Spans split(Spans const& line, std::vector<Claim> const& claims) {
        Spans out;
        std::size_t at = 0;
        std::size_t next = 0;
        for (auto const& span : line) {
            auto const end = at + span.text.size();
            std::size_t from = at;
            while (from < end) {
                while (next < claims.size() && claims[next].end <= from) ++next;
                bool const inside = next < claims.size() && claims[next].begin <= from;
                auto stop = end;
                if (next < claims.size())
                    stop = std::min(end, inside ? claims[next].end : claims[next].begin);
                out.push_back({span.text.substr(from - at, stop - from),
                               inside ? claims[next].id : -1, span.strong});
                from = stop;
            }
            at = end;
        }
        return out;
    }

    Document& document_;
    audit::Engine engine_;
};

}  // namespace

void audit_document(Document& document, analysis::FactSheet const& sheet) {
    DocumentAuditor(document, sheet).run();
}

}  // namespace ec::narrative
