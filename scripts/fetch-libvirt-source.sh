#!/bin/sh
# Fetch the parts of libvirt's source that the tests use: its RELAX NG schemas (src/conf/schemas) and the domain XML
# from its own test suite (tests/*).
#
# usage: scripts/fetch-libvirt-source.sh [DIR]      (default: .cache/libvirt-source at the root of the project)
#
# The source package comes from the archives that apt is configured for on this machine; apt verifies their signatures.
# apt uses separate lists, cache and sources, so the system is not changed and no privileges are needed. If the source
# has already been fetched, nothing is done.
set -eu

case ${1:-} in
  -*)
    echo "usage: $0 [DIR]" >&2
    exit 2
    ;;
esac

package=libvirt
root=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$root/.cache/libvirt-source}

say() { printf '%s\n' "$*" >&2; }
die() {
  say "fetch-libvirt-source: $1"
  exit 1
}

complete() { [ -f "$target/src/conf/schemas/domain.rng" ] && [ -d "$target/tests" ]; }

found() {
  printf 'schemas: %s\n' "$target/src/conf/schemas"
  printf 'domains: %s\n' "$target/tests"
}

if complete; then
  found
  exit 0
fi
[ ! -e "$target" ] || die "$target exists but contains no libvirt source; remove it or name another directory"
for program in apt-get apt-config awk grep tar xz; do
  command -v "$program" >/dev/null || die "$program is required but not installed"
done

mkdir -p "$(dirname "$target")"
target=$(cd "$(dirname "$target")" && pwd)/$(basename "$target")
work=$(mktemp -d)
partial=$target.partial.$$
trap 'rm -rf "$work" "$partial"' EXIT
trap 'exit 1' HUP INT TERM

# The system's apt sources, with every "deb" changed to "deb-src".
mkdir -p "$work/sources.list.d" "$work/lists/partial" "$work/cache/archives/partial" "$work/log" "$work/source"
eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
: >"$work/sources.list"
for file in "${list:-}" "${parts:-}"/*.list; do
  [ -f "$file" ] || continue
  sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}\([[:space:]]\)/deb-src\2/p' "$file"
done | sort -u >"$work/sources.list"
for file in "${parts:-}"/*.sources; do
  [ -f "$file" ] || continue
  awk 'tolower($1) == "types:" { print "Types: deb-src"; next } { print }' "$file" \
    >"$work/sources.list.d/$(basename "$file")"
done
[ -s "$work/sources.list" ] || [ -n "$(ls "$work/sources.list.d")" ] || die "no apt sources are configured on this machine"

# Read with -c, after the system's settings. The system's hooks (clean caches, notify services) must not run.
cat >"$work/apt.conf" <<CONF
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
Dir::Log "$work/log";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "$work/sources.list.d";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
CONF

# When run as root, apt downloads as the user _apt, which needs access to this directory.
chmod 755 "$work"
if [ "$(id -u)" = 0 ] && id _apt >/dev/null 2>&1; then chown _apt "$work/source"; fi

# Some archives have no source packages, so an incomplete update is not an error.
say "fetching apt's lists of source packages ..."
apt-get -c "$work/apt.conf" -q update >"$work/log/update" 2>&1 || true
say "fetching the source package $package ..."
(cd "$work/source" && apt-get -c "$work/apt.conf" -q source --download-only "$package") >"$work/log/source" 2>&1 || {
  grep -h '^[EW]:' "$work/log/update" "$work/log/source" >&2 || cat "$work/log/source" >&2
  die "apt cannot fetch the source package $package"
}

set -- "$work/source/$package"_*.orig.tar.*
archive=
for file; do
  case $file in *.asc) ;; *) archive=$file ;; esac
done
[ -f "$archive" ] || die "the source package $package contains no .orig.tar"

mkdir "$partial"
tar -x -f "$archive" -C "$partial" --strip-components=1 --no-same-owner --no-same-permissions --wildcards \
  '*/src/conf/schemas/*.rng' '*/tests/*/*.xml' || die "$(basename "$archive") does not have libvirt's layout"

# Keep only the test directories that contain domains.
for directory in "$partial"/tests/*/; do
  grep -rqlE '<(domain|domstatus|domainsnapshot)[[:space:]>]' "$directory" || rm -r "$directory"
done

mv "$partial" "$target" 2>/dev/null || complete || die "cannot write $target"
found
