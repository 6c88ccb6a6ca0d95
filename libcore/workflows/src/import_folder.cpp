#include <ec/workflows/import_folder.hpp>

#include <bounded_queue.hpp>
#include <ec/accounts/accounts.hpp>
#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/marketdata/market_data.hpp>
#include <import_files.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <span>
#include <thread>
#include <utility>

namespace ec::workflows {
namespace {

constexpr std::size_t shown_rejects = 20;

// What a parsing thread hands on: a file to store, or a report that is final already.
struct Parsed {
    std::size_t index = 0;
    std::optional<marketdata::PreparedImport> ready;
    FileReport report;
    std::exception_ptr fault;  // of the database: ends the import
};

bool is_of_the_file(Error const& error) {
    switch (error.code()) {
        case ErrorCode::invalid_input:
        case ErrorCode::not_found:
        case ErrorCode::conflict:
            return true;
        case ErrorCode::unauthenticated:
        case ErrorCode::forbidden:
        case ErrorCode::insufficient_credit:
        case ErrorCode::rate_limited:
        case ErrorCode::unavailable:
        case ErrorCode::timeout:
        case ErrorCode::internal:
            return false;
    }
    return false;
}

void describe(FileReport& report, marketdata::ImportReport& from) {
    report.rows_read = from.rows_read;
    report.accepted = from.accepted;
    report.rejected = from.rejected.size();
    report.flagged = from.flagged.size();
    auto const kept = std::min(from.rejected.size(), shown_rejects);
    report.rejected_rows.assign(from.rejected.begin(),
                                from.rejected.begin() + static_cast<std::ptrdiff_t>(kept));
}

// For what is brought to its end once it has begun: a stop is looked for between files and
// transactions, so that it always leads to a report.
CallContext unstopped(CallContext context) {
    context.stop = {};
    return context;
}

class FolderImporter {
  public:
    FolderImporter(Services const& services, CallContext const& context,
                   FolderOptions const& options, std::vector<FoundFile> files)
        : services_(services),
          context_(context),
          options_(options),
          files_(std::move(files)),
          catalogue_(marketdata::load_import_catalogue(unstopped(context), services.database)) {
        result_.files.resize(files_.size());
        for (std::size_t i = 0; i < files_.size(); ++i) {
            result_.files[i].path = files_[i].path.string();
        }
        settle_symbols(files_, result_.files, catalogue_);
        for (auto const& file : files_) {
            if (!file.symbol) continue;
            ++progress_.files;
            progress_.bytes += file.bytes;
        }
    }

    FolderImport run() {
        auto const cores = std::max(1U, std::thread::hardware_concurrency());
        auto const jobs = std::max<std::size_t>(1, options_.jobs == 0 ? cores : options_.jobs);
        BoundedQueue<Parsed> queue(2 * options_.batch_rows, jobs);
        {
            // Threads that wait for room are let go before they are joined, also on an error.
            struct Closing {
                BoundedQueue<Parsed>& queue;
                ~Closing() { queue.close(); }
            };
            std::vector<std::jthread> threads;
            Closing const closing{queue};
            for (std::size_t i = 0; i < jobs; ++i)
                threads.emplace_back([&] {
                    parse_files(queue);
                    queue.finish();
                });
            store_files(queue);
        }
        if (result_.count(FileResult::not_reached) > 0) result_.end = ImportEnd::interrupted;
        for (auto const& file : result_.files) {
            result_.rows_read += file.rows_read;
            result_.added += file.added;
            result_.changed += file.changed;
        }
        return std::move(result_);
    }

  private:
    // On every thread: takes the next file, until none is left or a stop is asked for.
    void parse_files(BoundedQueue<Parsed>& queue) {
        for (auto i = next_++; i < files_.size(); i = next_++) {
            if (context_.stop.stop_requested()) return;
            Parsed parsed;
            parsed.index = i;
            parsed.report.path = files_[i].path.string();
            if (!files_[i].symbol) continue;
            parsed.report.symbol = files_[i].symbol->text();
            try {
                parse_file(files_[i], parsed);
            } catch (Error const& error) {
                if (is_of_the_file(error))
                    refuse(parsed.report, error);
                else
                    parsed.fault = std::current_exception();
            } catch (...) {
                parsed.fault = std::current_exception();
            }
            // A read that the stop has cut short is no fault of the store.
            if (parsed.fault && context_.stop.stop_requested()) return;
            auto const weight = std::max<std::size_t>(parsed.report.accepted, 1);
            if (!queue.push(std::move(parsed), weight)) return;
        }
    }

    void parse_file(FoundFile const& file, Parsed& parsed) {
        auto request = options_.request;
        request.symbol = *file.symbol;
        request.file_name = file.path.filename().string();
        auto const bytes = read_import_file(file);
        if (catalogue_.is_done(request, marketdata::imported_file(bytes, request))) {
            parsed.report.result = FileResult::done;
            return;
        }
        auto prepared = marketdata::prepare_import(bytes, request, catalogue_.kind_of(*file.symbol),
                                                   context_.now_us());
        if (catalogue_.with_bars.contains(request.symbol.text()))
            marketdata::check_identity_of(context_, services_.market_data.bars(), prepared);
        describe(parsed.report, prepared.report);
        parsed.report.result = FileResult::imported;
        if (request.mode == marketdata::ImportMode::store) parsed.ready = std::move(prepared);
    }

    void store_files(BoundedQueue<Parsed>& queue) {
        std::vector<Parsed> batch;
        std::size_t rows = 0;
        tell();
        while (auto parsed = queue.pop()) {
            if (parsed->fault) std::rethrow_exception(parsed->fault);
            if (context_.stop.stop_requested()) break;
            if (!parsed->ready) {
                finish(*parsed);
                continue;
            }
            rows += parsed->report.accepted;
            batch.push_back(std::move(*parsed));
            if (batch.size() < options_.batch_files && rows < options_.batch_rows) continue;
            store_batch(batch);
            batch.clear();
            rows = 0;
        }
        if (!context_.stop.stop_requested()) store_batch(batch);
    }

    // All of the batch in one transaction; when one file cannot be stored, each in its own, so that
    // it is the only one that is refused.
    void store_batch(std::vector<Parsed>& batch) {
        if (batch.empty()) return;
        try {
            store_together(batch);
        } catch (Error const& error) {
            if (!is_of_the_file(error)) throw;
            for (auto& parsed : batch) {
                try {
                    store_together(std::span(&parsed, 1));
                } catch (Error const& own) {
                    if (!is_of_the_file(own)) throw;
                    refuse(parsed.report, own);
                }
            }
        }
        for (auto& parsed : batch) finish(parsed);
    }

    void store_together(std::span<Parsed> batch) {
        auto const context = unstopped(context_);
        db::run_write(services_.database, context, [&](db::Transaction& transaction) {
            for (auto& parsed : batch) {
                auto const change = marketdata::store_import(transaction, context, *parsed.ready);
                parsed.report.added = change.added;
                parsed.report.changed = change.changed;
                parsed.report.result = change.any() ? FileResult::imported : FileResult::unchanged;
            }
        });
    }

    void finish(Parsed& parsed) {
        progress_.rows += parsed.report.rows_read;
        progress_.bytes_done += files_[parsed.index].bytes;
        ++progress_.files_done;
        result_.files[parsed.index] = std::move(parsed.report);
        tell();
    }

    void tell() const {
        if (options_.progress) options_.progress(progress_);
    }

    Services const& services_;
    CallContext const& context_;
    FolderOptions const& options_;
    std::vector<FoundFile> files_;
    marketdata::ImportCatalogue catalogue_;
    std::atomic<std::size_t> next_ = 0;
    FolderProgress progress_;
    FolderImport result_;
};

}  // namespace

std::string_view to_string(FileResult result) noexcept {
    switch (result) {
        case FileResult::imported:
            return "imported";
        case FileResult::unchanged:
            return "unchanged";
        case FileResult::done:
            return "done";
        case FileResult::refused:
            return "refused";
        case FileResult::not_reached:
            return "not_reached";
    }
    return "not_reached";
}

std::size_t FolderImport::count(FileResult result) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(files, result, &FileReport::result));
}

FolderImport import_folder(Services const& services, CallContext const& context,
                           std::vector<std::filesystem::path> const& paths,
                           FolderOptions const& options) {
    accounts::Accounts::require(
        services.accounts.get_user(unstopped(context), context.actor.user_id),
        accounts::Permission::import_data);
    return FolderImporter(services, context, options, find_import_files(paths)).run();
}

}  // namespace ec::workflows
