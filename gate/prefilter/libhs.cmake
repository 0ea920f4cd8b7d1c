# gogate_libhs: Hyperscan or its fork Vectorscan, linked statically so that the
# library that was probed here is the one that runs, and the databases embedded
# at build time always fit.
#
# Debian 12's Vectorscan (5.4.9) misses matches near the end of a text: a single
# literal byte, and some sets of two or three literals; its Hyperscan (5.4.0)
# does not. engine_probe.cpp tells them apart. With a library that fails the
# probe gogate stays correct: every pattern is a candidate everywhere, and
# scanning is slow.
set(GOGATE_LIBHS_ROOT "" CACHE PATH "Prefix of another libhs than the system's (an unpacked libhyperscan-dev)")
if(GOGATE_LIBHS_ROOT)
  set(only_there NO_DEFAULT_PATH HINTS "${GOGATE_LIBHS_ROOT}")
endif()
find_path(GOGATE_LIBHS_INCLUDE hs/hs.h PATH_SUFFIXES include ${only_there} REQUIRED)
find_library(GOGATE_LIBHS_LIBRARY NAMES libhs.a hs ${only_there}
  PATH_SUFFIXES lib "lib/${CMAKE_SYSTEM_PROCESSOR}-linux-gnu" REQUIRED)
add_library(gogate_libhs UNKNOWN IMPORTED)
set_target_properties(gogate_libhs PROPERTIES
  IMPORTED_LOCATION "${GOGATE_LIBHS_LIBRARY}"
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${GOGATE_LIBHS_INCLUDE}"
  INTERFACE_INCLUDE_DIRECTORIES "${GOGATE_LIBHS_INCLUDE}")

# Probed anew when the library changes.
file(SIZE "${GOGATE_LIBHS_LIBRARY}" libhs_size)
if(NOT GOGATE_LIBHS_PROBED STREQUAL "${GOGATE_LIBHS_LIBRARY} ${libhs_size}")
  unset(GOGATE_LIBHS_PROBE CACHE)
  try_run(GOGATE_LIBHS_PROBE probe_built "${PROJECT_BINARY_DIR}/libhs_probe" "${CMAKE_CURRENT_LIST_DIR}/engine_probe.cpp"
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${GOGATE_LIBHS_INCLUDE}"
    LINK_LIBRARIES "${GOGATE_LIBHS_LIBRARY}" m
    COMPILE_OUTPUT_VARIABLE probe_log)
  if(NOT probe_built)
    message(FATAL_ERROR "libhs cannot be used: ${probe_log}")
  endif()
  set(GOGATE_LIBHS_PROBED "${GOGATE_LIBHS_LIBRARY} ${libhs_size}" CACHE INTERNAL "")
endif()
if(NOT GOGATE_LIBHS_PROBE EQUAL 0)
  message(STATUS "${GOGATE_LIBHS_LIBRARY} misses matches: prefiltering is off, scanning will be slow. "
    "Install libhyperscan-dev in its place (Debian 12, amd64).")
endif()
