# bm_layer(NAME [USES layer...] [LIBRARIES target...] [SQL])
# One folder = one static library with a private include path: a header of a layer that is not in USES is "No such file".
# SQL: embeds the folder's sql/*.sql as <last word of NAME>'s statements (see EmbedSql).
function(bm_layer name)
  cmake_parse_arguments(L "SQL" "" "USES;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  if(NOT sources AND NOT L_SQL)
    return() # a layer that has no source yet
  endif()
  if(L_SQL)
    bm_embed_sql(${name} embedded)
    list(APPEND sources ${embedded})
  endif()
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE C)
  target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${L_USES} ${L_LIBRARIES})
endfunction()
