# What every command in Scripts/ needs first: Swift, OpenBLAS, LAPACKE, libcrypto, zlib, zstd and SQLite. Sourced, not run.
#
# On Debian it also installs what `also_needs` names. Sets `root` to the repository's folder. The working directory
# stays the same, so that relative paths keep their meaning.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1

# Some tools fail if standard input is closed rather than empty.
(: <&0) 2>/dev/null || exec </dev/null

say() { printf '%s\n' "$*" >&2; }

# Exits as unavailable (sysexits.h): something is missing that we cannot install.
give_up() {
  say "$@"
  exit 69
}

# Builds Vintner, or the product or target that is named, in release mode. Where VINTNER_IS_BUILT is set it is there: a
# test that runs a script holds the build folder, and .ci/run has built everything for the tests.
build_release() {
  [ -n "${VINTNER_IS_BUILT:-}" ] || swift build -c release --package-path "$root" "$@" >&2
}

# Runs `swift build` or `swift test` on the package of the lessons, in Vintner's build folder and with its versions
# of other packages: Vintner is built once.
swift_lessons() {
  command=$1
  shift
  pins=$root/Lessons/Package.resolved
  if [ -f "$root/Package.resolved" ] && ! [ "$pins" -nt "$root/Package.resolved" ]; then
    cp "$root/Package.resolved" "$pins"
  fi
  swift "$command" -c release --package-path "$root/Lessons" --scratch-path "$root/.build" "$@"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

require_swift() {
  command -v swift >/dev/null 2>&1 ||
    give_up "Vintner needs Swift 6.1 or newer, and there is no 'swift' on the PATH." \
      "Install it from https://www.swift.org/install and run this command again."
}

# Prints the packages among the arguments that Debian does not have installed.
missing_from_debian() {
  for package in "$@"; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      *'ok installed') ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

# Without pkg-config SwiftPM does not know Debian's folder of .pc files and warns that it found none.
point_to_debian() {
  command -v pkg-config >/dev/null 2>&1 && return 0
  file=$(dpkg-query -L liblapacke-dev 2>/dev/null | grep '/lapacke\.pc$') || return 0
  PKG_CONFIG_PATH="${file%/*}${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
  export PKG_CONFIG_PATH
}

install_on_debian() {
  # shellcheck disable=SC2086 # one word a package
  missing=$(missing_from_debian libopenblas-dev liblapacke-dev libssl-dev zlib1g-dev libzstd-dev libsqlite3-dev ${also_needs:-} | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0

  by_hand="Install by hand, as root: apt-get update && apt-get install $missing"
  command -v apt-get >/dev/null 2>&1 ||
    give_up "Vintner needs $missing, and there is no apt-get here. $by_hand"
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 ||
    give_up "Vintner needs $missing, and installing it takes root or sudo. $by_hand"

  say "Installing $missing with apt-get (for mathematics, checksums, packed files and studies)."
  as_root apt-get update -qq >&2 ||
    say "apt-get could not update its lists; trying with those that are here."
  # shellcheck disable=SC2086 # one word a package
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 $missing >&2 ||
    give_up "Vintner needs $missing, and apt-get could not install it. $by_hand"
  say "Installed $missing."
}

# Written from Homebrew's documentation; not yet tried on a Mac.
install_with_homebrew() {
  for formula in openblas lapack zlib zstd sqlite; do
    if ! brew list --versions "$formula" >/dev/null 2>&1; then
      say "Installing $formula with Homebrew."
      brew install "$formula" >&2 ||
        give_up "Vintner needs $formula, and Homebrew could not install it." \
          "Install by hand: brew install $formula"
    fi
    # Homebrew keeps some out of the common folders, because macOS has its own.
    PKG_CONFIG_PATH="$(brew --prefix "$formula")/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
  done
  export PKG_CONFIG_PATH
}

require_libraries() {
  if [ "$(uname -s)" != Darwin ] && command -v dpkg-query >/dev/null 2>&1; then
    install_on_debian
    point_to_debian
  elif command -v brew >/dev/null 2>&1; then
    install_with_homebrew
  elif ! pkg-config --exists openblas lapacke zlib libzstd sqlite3 2>/dev/null; then
    give_up "Vintner needs OpenBLAS, LAPACKE, zlib, zstd and SQLite with their headers, and this system has neither apt" \
      "nor Homebrew to install them with. Debian, Ubuntu: libopenblas-dev, liblapacke-dev, zlib1g-dev," \
      "libzstd-dev, libsqlite3-dev; Homebrew: openblas, lapack, zlib, zstd, sqlite; elsewhere the packages that" \
      "hold openblas.pc, lapacke.pc, zlib.pc, libzstd.pc and sqlite3.pc, and pkg-config."
  fi
}

# OpenBLAS takes a processor that is newer than itself for one of 2004 and then computes several times slower.
# What the environment says is left alone.
name_processor() {
  [ -z "${OPENBLAS_CORETYPE:-}" ] && [ -r /proc/cpuinfo ] || return 0
  core=$(OPENBLAS_VERBOSE=2 LD_PRELOAD=libopenblas.so.0 /bin/true 2>&1 | sed -n 's/^Core: //p')
  [ "$core" = Prescott ] || return 0
  grep -qm1 avx2 /proc/cpuinfo || return 0
  # Its kernels for AVX-512 would run on some of these processors only.
  OPENBLAS_CORETYPE=HASWELL
  say "OpenBLAS does not know this processor: OPENBLAS_CORETYPE=$OPENBLAS_CORETYPE makes it use what it has."
  export OPENBLAS_CORETYPE
}

require_swift
require_libraries
name_processor
