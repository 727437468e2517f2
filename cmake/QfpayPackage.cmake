# What is installed besides the targets: the CMake package, the pkg-config files, the fixtures,
# and the TGZ and DEB packages. The components install their own targets into qfpayTargets.

include(CMakePackageConfigHelpers)

set(qfpay_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/qfpay")

configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/qfpayConfig.cmake.in" "${PROJECT_BINARY_DIR}/qfpayConfig.cmake"
    INSTALL_DESTINATION "${qfpay_package_dir}")
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/qfpayConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/qfpayConfig.cmake"
              "${PROJECT_BINARY_DIR}/qfpayConfigVersion.cmake"
        DESTINATION "${qfpay_package_dir}")
install(EXPORT qfpayTargets NAMESPACE qfpay:: DESTINATION "${qfpay_package_dir}")

# The .pc files find their prefix from their own place, so an unpacked archive works anywhere.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}"
           OUTPUT_VARIABLE qfpay_libdir)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}"
           OUTPUT_VARIABLE qfpay_includedir)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
           BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
           OUTPUT_VARIABLE qfpay_prefix_from_pc)

# Writes and installs NAME.pc. What only the implementation uses is linked by the users of a static
# library, but not by those of a shared one.
function(qfpay_pkg_config name)
    cmake_parse_arguments(arg "" "" "INTERFACE;IMPLEMENTATION" ${ARGN})
    list(JOIN arg_INTERFACE ", " interface)
    list(JOIN arg_IMPLEMENTATION ", " implementation)
    if(BUILD_SHARED_LIBS)
        set(requires "Requires: ${interface}\nRequires.private: ${implementation}")
    else()
        set(requires "Requires: ${interface}, ${implementation}")
    endif()
    configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc"
                   @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/${name}.pc"
            DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()
qfpay_pkg_config(qfpay-protocol INTERFACE libcjson IMPLEMENTATION libcrypto)
if(QFPAY_BUILD_CLIENT)
    qfpay_pkg_config(qfpay INTERFACE "qfpay-protocol = ${PROJECT_VERSION}" IMPLEMENTATION libcurl)
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/fixtures" DESTINATION "${CMAKE_INSTALL_DATADIR}/qfpay")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/LICENSE"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_PACKAGE_NAME qfpay)
set(CPACK_PACKAGE_CONTACT "The qfpay authors <maintainers@qfpay.invalid>")
set(CPACK_PACKAGE_VENDOR "The qfpay authors")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
find_program(QFPAY_SHLIBDEPS dpkg-shlibdeps)
if(QFPAY_SHLIBDEPS)
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
