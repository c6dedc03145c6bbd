#!/bin/sh
# Stores what happens to domains when their host starts and stops, as far as today's libvirt lets it:
# in each domain's metadata, which libvirt keeps but does not act on, and as the nearest autostart.
# While a domain runs, "virsh dumpxml --inactive" shows its new metadata, and "virsh dumpxml" the old.
# Written by virt-lifecycle. Try it with --dry-run first.
set -u
LC_ALL=C
export LC_ALL

dry_run=${VIRT_LIFECYCLE_DRY_RUN:-0}
for argument in "$@"; do
  case $argument in
    --dry-run) dry_run=1 ;;
    --help)
      cat <<'EOF'
Usage: sh SCRIPT [--dry-run]

Sets the lifecycle metadata and the autostart of domains. A domain is found by its UUID; if no domain has that
UUID, by its name, if exactly one has it. The letter case of a name counts only if names differ in nothing else.

  --dry-run  print what would be set, and set nothing; so does VIRT_LIFECYCLE_DRY_RUN=1
  --help     print this text

Exit status: 0 if all domains were set, 1 if any was not, 2 if the domains could not be listed.
EOF
      exit 0
      ;;
    *)
      printf 'unknown argument: %s; see --help\n' "$argument" >&2
      exit 2
      ;;
  esac
done

virsh_quietly() {
  virsh --connect 'qemu:///system' --quiet "$@"
}

# The UUIDs of all machines. A domain with one of them is that machine, whatever its name is.
uuids='
9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04
0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02
b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03
2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06
c1c7d9c0-6f55-4c9e-9d2b-8b9d4e6a0f05
6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'

# Every domain as a line: "uuid" if a machine has its UUID ("twin" if several have), else "name"; its UUID; its name. virsh
# pads names with spaces, so spaces around a name do not count.
if ! list=$(virsh_quietly list --all --uuid --name) ||
  ! domains=$(printf '%s\n' "$list" | uuids=$uuids awk '
    BEGIN { count = split(ENVIRON["uuids"], words); for (i = 1; i <= count; i++) machines[words[i]]++ }
    NF > 0 {
      sub(/^ +/, "")
      uuid = tolower(substr($0, 1, 36))
      name = substr($0, 37)
      sub(/^ +/, "", name)
      sub(/ +$/, "", name)
      kind = machines[uuid] > 1 ? "twin" : machines[uuid] == 1 ? "uuid" : "name"
      print kind " " uuid " " name
    }'); then
  echo 'The domains could not be listed; nothing was set.' >&2
  exit 2
fi

# find_domain UUID NAME BY_NAME: prints the UUID of a machine's domain and how it was found, or "-" and why there is
# none. BY_NAME is "any" (the letter case may differ), "exact", or "no" (another machine has this name too).
find_domain() {
  printf '%s\n' "$domains" | wanted_uuid=$1 wanted_name=$2 by_name=$3 awk '
    BEGIN {
      uuid = ENVIRON["wanted_uuid"] ""
      name = ENVIRON["wanted_name"] ""
      by_name = ENVIRON["by_name"]
      sub(/^ +/, "", name)
      sub(/ +$/, "", name)
    }
    {
      # Texts, not numbers: "1" and "1.0" are different names.
      its_uuid = $2 ""
      its_name = substr($0, 43) ""
      if ($1 != "name") {
        if (its_uuid == uuid) by_uuid = $1 == "twin" ? "-" : its_uuid
        if (its_name == name) taken = 1
      } else if (its_name == name) {
        exact[++exacts] = its_uuid
      } else if (tolower(its_name) == tolower(name)) {
        other[++others] = its_uuid
      }
    }
    END {
      if (by_uuid == "-") print "- several machines have its UUID"
      else if (by_uuid != "") print by_uuid " found by its UUID"
      else if (name == "") print "- no domain has its UUID"
      else if (by_name == "no") print "- no domain has its UUID, and several machines have its name"
      else if (exacts == 1) print exact[1] " found by its name"
      else if (taken) print "- the domain with its name has the UUID of another machine"
      else if (exacts == 0 && others == 1 && by_name == "any") print other[1] " found by its name in another letter case"
      else if (exacts + others > 1) print "- several domains have its name"
      else if (uuid == "") print "- no domain has its name"
      else print "- no domain has its UUID or its name"
    }'
}

set_count=0
failed=0
not_found=0

# set_lifecycle SHOWN UUID NAME BY_NAME METADATA AUTOSTART: AUTOSTART is "on", "off", or "as it is".
set_lifecycle() {
  found=$(find_domain "$2" "$3" "$4")
  domain=${found%% *}
  how=${found#* }
  if [ "${domain:--}" = - ]; then
    printf '%s: not found: %s\n' "$1" "$how" >&2
    not_found=$((not_found + 1))
  elif [ "$dry_run" != 0 ]; then
    printf '%s: would be set (%s, %s): %s, autostart %s\n' "$1" "$domain" "$how" "$5" "$6"
    set_count=$((set_count + 1))
  elif ! virsh_quietly metadata --domain="$domain" --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle \
    --config --set="$5"; then
    printf '%s: its metadata could not be set (%s, %s)\n' "$1" "$domain" "$how" >&2
    failed=$((failed + 1))
  elif ! set_autostart "$domain" "$6"; then
    printf '%s: its metadata was set, but its autostart could not be (%s, %s)\n' "$1" "$domain" "$how" >&2
    failed=$((failed + 1))
  else
    printf '%s: set (%s, %s)\n' "$1" "$domain" "$how"
    set_count=$((set_count + 1))
  fi
}

set_autostart() {
  case $2 in
    on) virsh_quietly autostart --domain="$1" ;;
    off) virsh_quietly autostart --domain="$1" --disable ;;
  esac
}

# in the metadata only, because autostart cannot express it: on_hoststop "destroy"
set_lifecycle '"build01"' '9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04' 'build01' any \
  '<lifecycle><on_hoststart>ignore</on_hoststart><on_hoststop>destroy</on_hoststop></lifecycle>' 'off'

# in the metadata only, because autostart cannot express it: on_hoststart "restart-if-active", on_hoststop "save"
set_lifecycle '"db01"' '0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02' 'db01' any \
  '<lifecycle><on_hoststart>restart-if-active</on_hoststart><on_hoststop>save</on_hoststop></lifecycle>' 'off'

# in the metadata only, because autostart cannot express it: delay "10", order "1", on_hoststop "shutdown"
set_lifecycle '"dc01"' 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03' 'dc01' any \
  '<lifecycle><on_hoststart delay="10" order="1">start</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' 'on'

# in the metadata only, because autostart cannot express it: on_hoststart "restart-if-active", order "20", on_hoststop "shutdown"
set_lifecycle '"files01"' '2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06' 'files01' any \
  '<lifecycle><on_hoststart order="20">restart-if-active</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' 'off'

# in the metadata only, because autostart cannot express it: delay "30", on_hoststop "shutdown"
set_lifecycle '"web01"' '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01' 'web01' any \
  '<lifecycle><on_hoststart delay="30">start</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' 'on'

if [ "$dry_run" != 0 ]; then
  printf 'would set %s, not found %s; nothing was changed\n' "$set_count" "$not_found"
else
  printf 'set %s, failed %s, not found %s\n' "$set_count" "$failed" "$not_found"
fi
[ "$((failed + not_found))" -eq 0 ] || exit 1
