# Fails when the committed pack is not what its YAML sources compile to.
execute_process(COMMAND ${LAWPACK} compile ${SOURCES} -o ${SCRATCH} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${SCRATCH} ${COMMITTED}
  RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "${COMMITTED} has drifted: run cpa-lawpack compile ${SOURCES} -o ${COMMITTED}")
endif()
