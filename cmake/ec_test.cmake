# ec_test(target SOURCES... LIBS...): one Boost.Test program, linked with the shared runner.
find_package(Boost 1.81 REQUIRED COMPONENTS unit_test_framework)
add_custom_target(ec_test_programs)
function(ec_test target)
  cmake_parse_arguments(T "" "" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${target} ${T_SOURCES})
  target_link_libraries(${target} PRIVATE ec_test_main ${T_LIBS})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    EC_SOURCE_DIR="${PROJECT_SOURCE_DIR}" EC_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  add_dependencies(ec_test_programs ${target})
  add_test(NAME ${target} COMMAND ${target})
  set_tests_properties(${target} PROPERTIES LABELS "${T_LABELS}")
endfunction()

# Every tests/unit/<module>/*_tests.cpp becomes ec_<module>_tests.
function(ec_unit_tests module)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${module}/*.cpp
       ${CMAKE_CURRENT_SOURCE_DIR}/${module}/*.hpp)
  if(sources)
    ec_test(ec_${module}_tests SOURCES ${sources} LIBS ec_${module} ec_test_support LABELS unit)
  endif()
endfunction()
