# cmake -DSOURCE=… -DOUT=… -P: writes the day of the newest change below
# SOURCE/rules: of the last commit that touched it, else of the newest file.
execute_process(COMMAND git log -1 --format=%cs -- rules
  WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE day OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed OR NOT day MATCHES "^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$")
  set(day "1970-01-01")
  file(GLOB_RECURSE files "${SOURCE}/rules/*.toml" "${SOURCE}/rules/*.yaml")
  foreach(f IN LISTS files)
    file(TIMESTAMP "${f}" of_file "%Y-%m-%d" UTC)
    if(of_file STRGREATER day)
      set(day "${of_file}")
    endif()
  endforeach()
endif()
file(WRITE "${OUT}" "${day}")
