#include <support/source_files.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ec::test {

std::filesystem::path source_path(std::string_view relative) {
    return std::filesystem::path(EC_SOURCE_DIR) / relative;
}

std::string read_source_file(std::string_view relative) {
    std::ifstream file(source_path(relative), std::ios::binary);
    if (!file) throw std::runtime_error("no such file: " + std::string(relative));
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace ec::test
