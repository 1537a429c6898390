# Every warning is an error, in gcc and in clang; hardening on in every build type.
add_compile_definitions(_GNU_SOURCE)
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wvla -Wswitch-enum -Wstrict-prototypes -Wmissing-prototypes -Werror
                    -fstack-protector-strong -fPIE)
add_link_options(-pie -Wl,-z,relro,-z,now)

set(BM_SANITIZE "" CACHE STRING "address,undefined or thread: an instrumented build")
if(BM_SANITIZE)
  # Instrumented code makes the compiler see conversions that are none.
  add_compile_options(-fsanitize=${BM_SANITIZE} -fno-omit-frame-pointer -Wno-error)
  add_link_options(-fsanitize=${BM_SANITIZE})
else()
  add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()
