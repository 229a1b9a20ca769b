# The compiler's options for code that imports our modules from .build/release. Sourced after setup.sh.

# The C modules that ours import: the compiler needs their module maps again. One word per line.
c_options() {
  for map in "$root"/Sources/*/module.modulemap \
    "$root/.build/release/CVectorKernels.build/module.modulemap" \
    "$root"/.build/checkouts/*/Sources/*/include/module.modulemap; do
    printf '%s\n' -Xcc "-fmodule-map-file=$map"
  done
  for option in $(from_pkg_config --cflags-only-I); do
    printf '%s\n' -Xcc "$option"
  done
}

# What a program that links our modules needs besides them. One word per line.
link_options() {
  if [ "$(uname -s)" = Darwin ]; then printf '%s\n' -lc++; else printf '%s\n' -lstdc++; fi
  # Without pkg-config, headers and libraries are where compilers look by default.
  libraries=$(from_pkg_config --libs)
  for option in ${libraries:--lopenblas -llapacke -lcrypto -lz -lzstd -lsqlite3}; do printf '%s\n' "$option"; done
}

# Runs a command with what the named functions print appended to its arguments: paths may contain spaces.
#
#   with_options 'c_options link_options' swiftc …
with_options() (
  options=$(for name in $1; do "$name"; done)
  shift
  IFS='
'
  set -f
  # shellcheck disable=SC2086 # a line is an option
  exec "$@" $options
)

from_pkg_config() {
  if command -v pkg-config >/dev/null 2>&1; then pkg-config "$@" openblas lapacke libcrypto zlib libzstd sqlite3; fi
}
