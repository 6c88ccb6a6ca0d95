#pragma once

#include <ec/base/call_context.hpp>
#include <ec/base/metrics.hpp>
#include <ec/config/config.hpp>
#include <ec/reports/render.hpp>
#include <ec/workflows/services.hpp>

#include <memory>
#include <string>

namespace ec::jobs {
class JobRunner;
}

namespace ec::assembly {

/// Everything one process works with, built in dependency order and destroyed in the reverse. Has
/// no logic of its own. Thread-safe as far as its parts are.
class Core {
  public:
    ~Core();
    Core(Core const&) = delete;
    Core& operator=(Core const&) = delete;

    [[nodiscard]] config::Config const& configuration() const noexcept;
    [[nodiscard]] workflows::Services services() noexcept;
    [[nodiscard]] accounts::IdempotencyStore& idempotency() noexcept;
    [[nodiscard]] Metrics& metrics() noexcept;
    /// What the configured profile shows and prints, for every surface.
    [[nodiscard]] reports::RenderOptions render_options(narrative::Language language) const;

    /// The analysis workers of this process, not yet started; must not outlive the core.
    [[nodiscard]] std::unique_ptr<jobs::JobRunner> make_analysis_runner();

  private:
    friend std::unique_ptr<Core> open_core(config::Config const& config,
                                           CallContext const& context);
    struct Parts;
    explicit Core(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Opens the configured store. Errors: not_found "store.missing" (remedy: init-db), conflict
/// "db.store_behind", "db.store_newer", "db.store_incomplete"; those of the parts.
[[nodiscard]] std::unique_ptr<Core> open_core(config::Config const& config,
                                              CallContext const& context);

}  // namespace ec::assembly
