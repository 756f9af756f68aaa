# Third-party libraries, each with one owner room (tools/layers.toml).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(GTest REQUIRED)
find_package(date 3.0 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)

# SQLCipher: the pinned amalgamation, built once by tools/deps/sqlcipher and shared by all presets.
set(CPA_SQLCIPHER_DIR "${PROJECT_SOURCE_DIR}/build/deps/sqlcipher" CACHE PATH
  "Where tools/deps/sqlcipher left libsqlcipher.a and sqlite3.h")
if(NOT EXISTS "${CPA_SQLCIPHER_DIR}/libsqlcipher.a")
  message(FATAL_ERROR "SQLCipher is missing: run tools/deps/sqlcipher first (tools/test does).")
endif()
add_library(cpa_sqlcipher STATIC IMPORTED)
set_target_properties(cpa_sqlcipher PROPERTIES
  IMPORTED_LOCATION "${CPA_SQLCIPHER_DIR}/libsqlcipher.a"
  INTERFACE_INCLUDE_DIRECTORIES "${CPA_SQLCIPHER_DIR}")
target_compile_definitions(cpa_sqlcipher INTERFACE SQLITE_HAS_CODEC)
target_link_libraries(cpa_sqlcipher INTERFACE OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS} m)

# What tools/deps/node leaves for the tests in JavaScript.
set(CPA_NODE "${PROJECT_SOURCE_DIR}/build/deps/node/bin/node" CACHE FILEPATH "The pinned Node")
set(CPA_NODE_MODULES "${PROJECT_SOURCE_DIR}/build/deps/node" CACHE PATH
  "The folder whose node_modules the tests in JavaScript use")
