"""How this engine was built, as far as a configuration script would say it."""

build_time_vars = {
    "ABIFLAGS": "",
    "CFLAGS": "",
    "EXT_SUFFIX": "",
    "HOST_GNU_TYPE": "wasm32-unknown-unknown",
    "Py_DEBUG": 0,
    "Py_GIL_DISABLED": 0,
    "SHELL": "/bin/sh",
    "SIZEOF_VOID_P": 8,
    "SOABI": "",
    "VERSION": "3.14",
    "WITH_DOC_STRINGS": 1,
}
