# Shared by the scripts beside it: finds the tools that they need, and says what is missing.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools
venv=$tools/venv

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Newer than or equal to: at_least 1.95.0 1.92
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

check_rust() {
  local wanted found
  command -v cargo >/dev/null || fail "cargo was not found. Install Rust: https://rustup.rs"
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
  found=$(rustc --version | cut -d' ' -f2)
  at_least "${found%%-*}" "$wanted" || fail "Rust $found is too old: the book needs $wanted or newer. Update it: rustup update stable"
}

# Sets `python` to an interpreter that is new enough.
check_python() {
  local candidate version
  for candidate in "${PYTHON:-}" python3 python python3.14 python3.13 python3.12 python3.11; do
    if [ -z "$candidate" ] || ! command -v "$candidate" >/dev/null; then continue; fi
    version=$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    if at_least "$version" 3.11; then
      python=$candidate
      export PYTHON=$candidate
      return
    fi
  done
  fail "Python 3.11 or newer was not found. Install it (https://www.python.org/downloads), or set PYTHON to it."
}

# Installs Debian packages where that is possible without a question; else says how.
apt_install() {
  local run=()
  if [ "$(id -u)" != 0 ]; then run=(sudo -n); fi
  if command -v apt-get >/dev/null && "${run[@]}" true 2>/dev/null; then
    say "Installing $*"
    "${run[@]}" apt-get update -qq >/dev/null 2>&1 || true
    if "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$tools/apt.log" 2>&1; then
      return
    fi
    tail -n 5 "$tools/apt.log" >&2
  fi
  say "Missing: $*. On Debian or Ubuntu: sudo apt-get install $*" >&2
  say "Elsewhere, install the same from your system's packages. What needs them is left out until then." >&2
}
