// Imports a folder into a store and ends: the process that the folder tests kill and interrupt.
//   ec_folder_worker DATABASE_URL DATA_FOLDER FOLDER
// Exit code 0 when complete, 8 when interrupted.
#include "folder_services.hpp"

#include <ec/db/database.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

namespace {

std::stop_source& interrupt() {
    static std::stop_source source;
    return source;
}

extern "C" void on_interrupt(int) { interrupt().request_stop(); }

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    try {
        auto const database = ec::db::open_database({.url = argv[1]});
        ec::test::FolderServices parts(*database, argv[2]);
        ec::CallContext const context{
            &parts.clock, 0, interrupt().get_token(), "worker", {"usr_local"}};
        std::signal(SIGINT, on_interrupt);
        std::puts("importing");
        std::fflush(stdout);
        auto const done = ec::workflows::import_folder(parts.services(), context, {argv[3]},
                                                       ec::test::FolderServices::options());
        return done.end == ec::workflows::ImportEnd::complete ? 0 : 8;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
