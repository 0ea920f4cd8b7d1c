# gogate_test(NAME SOURCES a.cpp … LIBS target …): one doctest executable and
# one ctest of that name. doctest's own main is compiled once.
# gogate_fuzz(NAME SOURCES a.cpp LIBS target …): a libFuzzer target, only with
# GOGATE_FUZZ; its corpus lies in tests/fuzz/corpus/NAME.
if(GOGATE_TESTS)
  file(WRITE "${CMAKE_BINARY_DIR}/doctest_main.cpp" "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")
  add_library(gogate_test_main STATIC "${CMAKE_BINARY_DIR}/doctest_main.cpp")
  target_link_libraries(gogate_test_main PUBLIC doctest::doctest)
endif()

function(gogate_test NAME)
  if(NOT GOGATE_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(test_${NAME} ${ARG_SOURCES})
  target_link_libraries(test_${NAME} PRIVATE gogate_options gogate_test_main ${ARG_LIBS})
  target_compile_definitions(test_${NAME} PRIVATE GOGATE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Our strict conversions flags are for the program; doctest's macros trip them.
  target_compile_options(test_${NAME} PRIVATE -Wno-sign-conversion -Wno-conversion -Wno-old-style-cast)
  add_test(NAME ${NAME} COMMAND test_${NAME} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${NAME} PROPERTIES TIMEOUT 600)
endfunction()

function(gogate_fuzz NAME)
  if(NOT GOGATE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(fuzz_${NAME} ${ARG_SOURCES})
  target_link_libraries(fuzz_${NAME} PRIVATE gogate_options ${ARG_LIBS})
  target_link_options(fuzz_${NAME} PRIVATE -fsanitize=fuzzer)
endfunction()
