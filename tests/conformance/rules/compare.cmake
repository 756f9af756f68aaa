# Fails when this build's answers are not those kept in the tree.
execute_process(COMMAND ${PROGRAM} ${PACK} 10000 OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
file(READ ${KEPT} kept)
if(NOT found STREQUAL kept)
  message(FATAL_ERROR "digest ${found} differs from ${kept}: another engine, or another law? "
    "After a change of the law or of the trace: tools/digest --write")
endif()
