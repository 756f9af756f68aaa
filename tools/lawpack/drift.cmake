# Fails when the committed pack is not what its YAML sources compile to, or is not what was signed in
# TARGETS ("" for a pack that nobody signs yet).
execute_process(COMMAND ${LAWPACK} compile ${SOURCES} -o ${SCRATCH} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${SCRATCH} ${COMMITTED}
  RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "${COMMITTED} has drifted: run cpa-lawpack compile ${SOURCES} -o ${COMMITTED}")
endif()
if(TARGETS)
  execute_process(COMMAND ${LAWPACK} verify ${TARGETS} ${COMMITTED} RESULT_VARIABLE refused)
  if(refused)
    message(FATAL_ERROR "${COMMITTED} is not the pack that was signed: run cpa-lawpack sign, see CONTRIBUTING.md")
  endif()
endif()
