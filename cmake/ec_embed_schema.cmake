# cmake -DFILES=a.sql;b.sql -DOUTPUT=x.cpp -P: turns the numbered migrations into one source file.
set(_rows "")
set(_count 0)
list(SORT FILES)
foreach(_file ${FILES})
  get_filename_component(_name ${_file} NAME_WE)
  file(READ ${_file} _sql)
  file(SHA256 ${_file} _checksum)
  string(REGEX REPLACE "^0*([0-9]+)_.*$" "\\1" _version ${_name})
  math(EXPR _count "${_count} + 1")
  if(NOT _version EQUAL _count)
    message(FATAL_ERROR "schema: ${_name} should be number ${_count}")
  endif()
  string(APPEND _rows "    Migration{${_version}, \"${_name}\", R\"ec_sql(${_sql})ec_sql\",\n"
         "              \"${_checksum}\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include <ec/db/migrations.hpp>

#include <array>

namespace ec::db {
namespace {

constexpr std::array<Migration, ${_count}> migrations{
${_rows}};

}  // namespace

std::span<Migration const> embedded_migrations() { return migrations; }

}  // namespace ec::db
")
