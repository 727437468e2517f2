# How every target of the project is compiled: C17, warnings, hidden symbols, sanitizers.
# Functions on a target, so that nothing leaks into the export.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
if(BUILD_SHARED_LIBS)
    # The installed commands find the installed libraries wherever the tree is moved.
    set(CMAKE_INSTALL_RPATH "$ORIGIN;$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

function(qfpay_compile target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
        -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla)
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
    # What makes a mistake with memory harder to use. Sanitizers see more, and fortifying needs an
    # optimiser; a packager's own level of it stands.
    if(CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$" AND NOT QFPAY_SANITIZE)
        target_compile_options(${target} PRIVATE -fstack-protector-strong)
        if(NOT CMAKE_C_FLAGS MATCHES "_FORTIFY_SOURCE")
            target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
        endif()
        target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now)
    endif()
    if(QFPAY_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${QFPAY_SANITIZE}
            -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC -fsanitize=${QFPAY_SANITIZE})
    endif()
    if(QFPAY_COVERAGE)
        target_compile_options(${target} PRIVATE --coverage -fprofile-update=atomic)
        target_link_options(${target} PUBLIC --coverage)
    endif()
endfunction()

# One cmocka program per noun: tests/<noun>_test.c.
function(qfpay_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES;DEFINITIONS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    qfpay_compile(${name})
    target_compile_definitions(${name} PRIVATE QFPAY_FIXTURES="${PROJECT_SOURCE_DIR}/fixtures"
        ${arg_DEFINITIONS})
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} PkgConfig::CMOCKA)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

# Shell tests (testing/named.sh), which find what was built and the interpreter by their environment.
function(qfpay_shell_test name command labels)
    add_test(NAME ${name} COMMAND ${command})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77 LABELS "${labels}"
        ENVIRONMENT "TEST_BUILD=${PROJECT_BINARY_DIR};PYTHON=${Python3_EXECUTABLE}")
endfunction()

# Each test of a file: <prefix>.<name of the function>.
function(qfpay_shell_tests prefix file)
    set(path "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(STRINGS "${path}" functions REGEX "^[a-z0-9_]+\\(\\) \\($")
    foreach(function IN LISTS functions)
        string(REGEX REPLACE "\\(.*" "" name "${function}")
        qfpay_shell_test(${prefix}.${name} "${path};${name}" "${ARGN}")
    endforeach()
endfunction()

# A test that a library sees the headers of SEES, and not those of SEES_NOT.
function(qfpay_floor_test name library folder)
    if(NOT QFPAY_BUILD_TESTS)
        return()
    endif()
    cmake_parse_arguments(arg "" "" "SEES;SEES_NOT" ${ARGN})
    list(JOIN arg_SEES " " seen)
    list(JOIN arg_SEES_NOT " " unseen)
    add_test(NAME ${name}
        COMMAND "${PROJECT_SOURCE_DIR}/cmake/floor.sh" ${name} "${folder}" "${seen}" " ${unseen}" # the blank, lest nothing be left out
            "${CMAKE_C_COMPILER}" -std=c17
            "-I$<JOIN:$<TARGET_PROPERTY:${library},INCLUDE_DIRECTORIES>,;-I>"
            "-D$<JOIN:$<TARGET_PROPERTY:${library},COMPILE_DEFINITIONS>,;-D>"
        COMMAND_EXPAND_LISTS)
endfunction()

# The floors of a house, the ground first. Each is a folder of src and a static library, and sees those
# before it: the path of its headers leads to a folder that holds a link to it and nothing else, so
# that #include "rules/check.h" compiles on the floors above rules and nowhere else. A test of each
# floor tries it. BELOW is what the ground stands on.
function(qfpay_floors house)
    cmake_parse_arguments(arg "" "" "FLOORS;BELOW" ${ARGN})
    set(below ${arg_BELOW})
    set(src "${CMAKE_CURRENT_SOURCE_DIR}/src")
    set(above)
    set(seen)
    foreach(floor IN LISTS arg_FLOORS)
        file(GLOB headers RELATIVE "${src}" CONFIGURE_DEPENDS "${src}/${floor}/*.h")
        list(GET headers 0 header)
        list(APPEND above ${header})
    endforeach()
    foreach(floor IN LISTS arg_FLOORS)
        set(library qfpay_${house}_${floor})
        set(way "${CMAKE_CURRENT_BINARY_DIR}/floors/${floor}")
        file(MAKE_DIRECTORY "${way}")
        file(CREATE_LINK "${src}/${floor}" "${way}/${floor}" SYMBOLIC)
        file(GLOB files CONFIGURE_DEPENDS "${src}/${floor}/*.c")
        add_library(${library} STATIC ${files})
        qfpay_compile(${library})
        target_include_directories(${library} PUBLIC "${way}")
        target_link_libraries(${library} PUBLIC ${below})
        set(below ${library})
        list(POP_FRONT above header)
        list(APPEND seen ${header})
        qfpay_floor_test(${house}_floor_${floor} ${library} "${src}/${floor}"
            SEES ${seen} SEES_NOT ${above})
    endforeach()
endfunction()

# C text in out that defines a file as a constant; as bytes, because C compilers need not take a
# literal of any length.
function(qfpay_bytes out name file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REGEX REPLACE "(0x0a,)" "\\1\n    " bytes "${bytes}")
    set(${out} "static const char ${name}[] = {\n    ${bytes}0};\n" PARENT_SCOPE)
endfunction()
