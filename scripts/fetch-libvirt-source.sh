#!/bin/sh
# Fetch the parts of libvirt's source that the tests use: its RELAX NG schemas (src/conf/schemas), the XML from its own
# test suite (tests/*), and the files that proposal/apply changes.
#
# usage: scripts/fetch-libvirt-source.sh [--version VERSION] [--whole] [DIR]
#        scripts/fetch-libvirt-source.sh --list
#
#   DIR        where to put it (default: .cache/libvirt-source at the root of the project)
#   --version  this version of libvirt, such as 9.0.0 (default: the one that apt prefers)
#   --whole    the whole source, to build it
#   --list     only print the versions of libvirt that apt offers
#
# The source package comes from the archives that apt is configured for on this machine; apt verifies their signatures.
# apt uses separate lists, cache and sources, so the system is not changed and no privileges are needed. If the source
# has already been fetched, nothing is done.
set -eu

usage() {
  echo "usage: $0 [--version VERSION] [--whole] [DIR] | --list" >&2
  exit 2
}

package=libvirt
root=$(cd "$(dirname "$0")/.." && pwd)
version=
whole=
list_only=
while [ $# -gt 0 ]; do
  case $1 in
    --version)
      [ -n "${2:-}" ] || usage
      version=$2
      shift
      ;;
    --whole) whole=1 ;;
    --list) list_only=1 ;;
    -*) usage ;;
    *) break ;;
  esac
  shift
done
[ $# -le 1 ] || usage
target=${1:-$root/.cache/libvirt-source}

say() { printf '%s\n' "$*" >&2; }
die() {
  say "fetch-libvirt-source: $1"
  exit 1
}

needed=$("$root/proposal/apply" --files)
# The root elements of the documents for which libvirt has a schema.
others='capabilities|cpu|device|domainbackup|domainCapabilities|domaincheckpoint|filter|filterbinding|interface|network'
others="$others|networkport|pool|secret|storagepoolCapabilities|volume"
complete() {
  is_source && [ -d "$target/tests/nwfilterxml2xmlin" ] || return 1
  if [ -n "$whole" ] && [ ! -f "$target/tests/meson.build" ]; then return 1; fi
  if [ -n "$version" ] && ! grep -q "^  version: '$version'," "$target/meson.build" 2>/dev/null; then return 1; fi
  for file in $needed; do
    [ -f "$target/$file" ] || return 1
  done
}
is_source() { [ -f "$target/src/conf/schemas/domain.rng" ]; }
# Parts of a source, which only this script makes; a whole one may be somebody's own.
replaceable() { is_source && [ ! -f "$target/tests/meson.build" ]; }

found() {
  printf 'schemas: %s\n' "$target/src/conf/schemas"
  printf 'domains: %s\n' "$target/tests"
}

if [ -z "$list_only" ]; then
  if complete; then
    found
    exit 0
  fi
  if [ -e "$target" ] && ! replaceable; then
    die "$target exists and is not the libvirt source that was asked for; remove it or name another directory"
  fi
fi
for program in apt-get apt-config awk grep tar xz; do
  command -v "$program" >/dev/null || die "$program is required but not installed"
done

work=$(mktemp -d)
partial=$work/partial
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

# Every "upstream version, version of the package", the newest first. Debian's 1:9.0.0-4 is libvirt's 9.0.0.
offered=$(apt-cache -c "$work/apt.conf" showsrc --only-source "$package" 2>/dev/null |
  sed -n 's/^Version: \(\([0-9]*:\)\{0,1\}\([0-9.]*\).*\)$/\3 \1/p' | sort -u -r -V)
if [ -n "$list_only" ]; then
  [ -n "$offered" ] || die "apt offers no source package $package"
  printf '%s\n' "$offered" | cut -d ' ' -f 1 | uniq
  exit 0
fi
if [ -n "$version" ]; then
  packaged=$(printf '%s\n' "$offered" | sed -n "s/^$version //p" | head -n 1)
  [ -n "$packaged" ] || die "apt does not offer libvirt $version; --list prints the versions it offers"
  package_version="=$packaged"
fi

mkdir -p "$(dirname "$target")"
target=$(cd "$(dirname "$target")" && pwd)/$(basename "$target")
partial=$target.partial.$$
say "fetching the source package $package${package_version:=} ..."
(cd "$work/source" && apt-get -c "$work/apt.conf" -q source --download-only "$package$package_version") >"$work/log/source" 2>&1 || {
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
extract() {
  tar -x -f "$archive" -C "$partial" --strip-components=1 --no-same-owner --no-same-permissions "$@" ||
    die "$(basename "$archive") does not have libvirt's layout"
}
if [ -n "$whole" ]; then
  extract
else
  extract --wildcards '*/src/conf/schemas/*.rng' '*/tests/*/*.xml'
  # shellcheck disable=SC2046 # one pattern for each file
  extract --wildcards --no-wildcards-match-slash $(printf '*/%s\n' $needed)

  # Keep only the test directories that contain domains, or other documents that have a schema.
  for directory in "$partial"/tests/*/; do
    grep -rqlE "<(domain|domstatus|domainsnapshot)[[:space:]>]|^<($others)[[:space:]>]" "$directory" || rm -r "$directory"
  done
fi

if replaceable; then rm -r "$target"; fi
mv "$partial" "$target" 2>/dev/null || complete || die "cannot write $target"
found
