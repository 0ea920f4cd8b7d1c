# The C sources come with the npm packages that package-lock.json pins; ./dev
# installs them (npm ci). Only C is compiled: no node, no prebuilt binary.
set(GOGATE_NODE_MODULES "${PROJECT_SOURCE_DIR}/node_modules" CACHE PATH "Where npm ci put tree-sitter")
set(ts_core "${GOGATE_NODE_MODULES}/tree-sitter/vendor/tree-sitter/lib")
set(ts_go "${GOGATE_NODE_MODULES}/tree-sitter-go/src")
if(NOT EXISTS "${ts_core}/src/lib.c" OR NOT EXISTS "${ts_go}/parser.c")
  message(FATAL_ERROR "tree-sitter's sources are missing: run 'npm ci --ignore-scripts' in ${PROJECT_SOURCE_DIR}")
endif()
add_library(tree_sitter STATIC "${ts_core}/src/lib.c" "${ts_go}/parser.c")
target_include_directories(tree_sitter SYSTEM PUBLIC "${ts_core}/include" PRIVATE "${ts_core}/src" "${ts_go}")
target_compile_definitions(tree_sitter PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
target_compile_options(tree_sitter PRIVATE -w -O3 -fno-stack-protector)
target_compile_definitions(tree_sitter PRIVATE $<$<NOT:$<CONFIG:Debug>>:NDEBUG>)
