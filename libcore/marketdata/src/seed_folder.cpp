#include <ec/marketdata/seed.hpp>

#include <system_error>

namespace ec::marketdata {

std::filesystem::path find_seed_folder(std::filesystem::path const& configured) {
    if (!configured.empty()) return configured;
    std::error_code failed;
    std::filesystem::path source = EC_SOURCE_SEED_DIR;
    if (std::filesystem::exists(source / "provenance.csv", failed)) return source;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", failed);
    return program.parent_path().parent_path() / EC_SEED_SUBFOLDER;
}

}  // namespace ec::marketdata
