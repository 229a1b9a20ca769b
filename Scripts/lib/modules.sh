# The compiler's options for code that imports our modules from .build/release. Sourced after setup.sh.

# The modules of C that ours import: the compiler wants their module maps once more. One word a line.
c_options() {
  for map in "$root"/Sources/*/module.modulemap \
    "$root/.build/release/CVectorKernels.build/module.modulemap" \
    "$root"/.build/checkouts/*/Sources/*/include/module.modulemap; do
    printf '%s\n' -Xcc "-fmodule-map-file=$map"
  done
  for option in $(pkg-config --cflags-only-I openblas lapacke); do
    printf '%s\n' -Xcc "$option"
  done
}
