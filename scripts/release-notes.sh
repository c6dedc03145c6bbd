#!/bin/sh
# Print the section of CHANGELOG.md for a release, once it is sure that its tag is the version of the package.
#
# Usage: scripts/release-notes.sh vVERSION
set -eu
cd "$(dirname "$0")/.."

die() {
  printf '%s\n' "release-notes: $1" >&2
  exit 1
}

[ $# -eq 1 ] || die 'name the tag, such as v0.1.0'
version=$(node -p 'JSON.parse(fs.readFileSync("package.json", "utf8")).version')
[ "$1" = "v$version" ] || die "the tag is $1, but package.json has the version $version: change one of them"
notes=$(awk -v title="## $version" '
  index($0, "## ") == 1 { inside = ($0 == title || index($0, title " ") == 1); next }
  inside' CHANGELOG.md)
[ -n "$(printf '%s' "$notes" | tr -d ' \n')" ] || die "CHANGELOG.md has no section \"## $version\": rename \"## Unreleased\""
printf '%s\n' "$notes" | sed '/./,$!d'
