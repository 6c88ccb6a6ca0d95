include(CMakePackageConfigHelpers)

# ec_module(NAME PUBLIC modules... PRIVATE modules... THIRD_PARTY targets...)
# One folder = one static library ec_<name>. PUBLIC only when the module's headers need the other's;
# third parties are always private. Every public header must compile alone. Outside this build the
# module is EquityCompass::NAME; install() puts its archive and headers into that package.
function(ec_module name)
  cmake_parse_arguments(M "" "" "PUBLIC;PRIVATE;THIRD_PARTY" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS src/*.cpp src/*.hpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS include/*.hpp)
  add_library(ec_${name} STATIC ${sources})
  target_sources(ec_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  target_include_directories(ec_${name} PRIVATE src)
  foreach(dep ${M_PUBLIC} ${M_PRIVATE})
    ec_check_floor(${name} ${dep})
  endforeach()
  list(TRANSFORM M_PUBLIC PREPEND ec_)
  list(TRANSFORM M_PRIVATE PREPEND ec_)
  target_link_libraries(ec_${name} PUBLIC ${M_PUBLIC} PRIVATE ${M_PRIVATE} ${M_THIRD_PARTY})
  target_compile_features(ec_${name} PUBLIC cxx_std_20)
  set_property(GLOBAL APPEND PROPERTY EC_MODULES ec_${name})
  set_target_properties(ec_${name} PROPERTIES EXPORT_NAME ${name})
  add_library(EquityCompass::${name} ALIAS ec_${name})
  install(TARGETS ec_${name} EXPORT EquityCompassTargets ARCHIVE FILE_SET HEADERS)
endfunction()

# ec_install_package(): the CMake package EquityCompass; its target `core` brings every module.
function(ec_install_package)
  get_property(modules GLOBAL PROPERTY EC_MODULES)
  add_library(ec_core INTERFACE)
  target_link_libraries(ec_core INTERFACE ${modules})
  set_target_properties(ec_core PROPERTIES EXPORT_NAME core)
  add_library(EquityCompass::core ALIAS ec_core)
  install(TARGETS ec_core EXPORT EquityCompassTargets)

  set(target ${CMAKE_INSTALL_LIBDIR}/cmake/EquityCompass)
  install(EXPORT EquityCompassTargets NAMESPACE EquityCompass:: DESTINATION ${target})
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/EquityCompassConfig.cmake.in
    ${PROJECT_BINARY_DIR}/package/EquityCompassConfig.cmake INSTALL_DESTINATION ${target})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/EquityCompassConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/package/EquityCompassConfig.cmake
    ${PROJECT_BINARY_DIR}/package/EquityCompassConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/cmake/ec_dependencies.cmake DESTINATION ${target})
endfunction()
