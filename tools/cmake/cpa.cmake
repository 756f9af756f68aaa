# How a room, a program and a test are declared. One room, one target.

add_library(cpa_warnings INTERFACE)
target_compile_options(cpa_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Wswitch-enum
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  # GCC 12 at -O3 takes members of a moved std::variant for uninitialised, and "literal" + string for
  # an overlap (GCC bug 105651); Clang, ASan and GCC at -O1 do not.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>)

# cpa_room(NAME SOURCES a.cc … DEPS room … PRIVATE_DEPS library …)
function(cpa_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_DEPS} PRIVATE cpa_warnings ${arg_PRIVATE_DEPS})
endfunction()

# cpa_program(NAME SOURCES … DEPS …): a binary in build/<preset>/bin.
function(cpa_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE cpa_warnings ${arg_DEPS})
endfunction()

# cpa_test(NAME SOURCES … DEPS …): one GoogleTest program for a room, one ctest entry per test.
function(cpa_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  cpa_program(${name} SOURCES ${arg_SOURCES} DEPS ${arg_DEPS} GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE CPA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
