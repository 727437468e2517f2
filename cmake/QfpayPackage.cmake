# Filled by the packaging work: install, export, pkg-config, CPack.
