# gogate_options: what every target of ours is compiled with. Third-party C
# sources (tree-sitter) do not get it.
add_library(gogate_options INTERFACE)
target_compile_options(gogate_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Woverloaded-virtual -Wnull-dereference
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  # Statement expressions (GATE_TRY) are a GNU extension that both compilers know.
  # clang 19 calls what libstdc++ 12's own std::stable_sort uses deprecated.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression>
  -fno-omit-frame-pointer
)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees null dereferences and overlapping copies in inlined std::string code that are not there.
  target_compile_options(gogate_options INTERFACE -Wno-null-dereference -Wno-restrict)
endif()
option(GOGATE_WERROR "Warnings are errors" ON)
if(GOGATE_WERROR)
  target_compile_options(gogate_options INTERFACE -Werror)
endif()

if(GOGATE_SANITIZE)
  add_compile_options(-fsanitize=${GOGATE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GOGATE_SANITIZE})
endif()
if(GOGATE_FUZZ)
  # Every library, not the fuzz targets alone: a fuzzer that does not see the
  # branches of the code under test only guesses.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_definitions(_FORTIFY_SOURCE=2)
  add_compile_options(-fstack-protector-strong)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()
