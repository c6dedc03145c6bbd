#!/bin/sh
# Stores what happens to domains when their host starts and stops, as far as today's libvirt lets it:
# in each domain's metadata, which libvirt keeps but does not act on, and as the nearest autostart.
# Written by virt-lifecycle.
set -u
failed=0

virsh_quietly() {
  virsh --connect 'qemu:///system' --quiet "$@"
}

# "build01"
# in the metadata only, because autostart cannot express it: on_hoststop "destroy"
if ! { virsh_quietly metadata --domain='9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04' --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle --config \
    --set='<lifecycle><on_hoststart>ignore</on_hoststart><on_hoststop>destroy</on_hoststop></lifecycle>' &&
  virsh_quietly autostart --domain='9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04' --disable; }; then
  printf '%s: could not be set\n' '"build01"' >&2
  failed=$((failed + 1))
fi

# "db01"
# in the metadata only, because autostart cannot express it: on_hoststart "restart-if-active", on_hoststop "save"
if ! { virsh_quietly metadata --domain='0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02' --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle --config \
    --set='<lifecycle><on_hoststart>restart-if-active</on_hoststart><on_hoststop>save</on_hoststop></lifecycle>' &&
  virsh_quietly autostart --domain='0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02' --disable; }; then
  printf '%s: could not be set\n' '"db01"' >&2
  failed=$((failed + 1))
fi

# "dc01"
# in the metadata only, because autostart cannot express it: delay "10", order "1", on_hoststop "shutdown"
if ! { virsh_quietly metadata --domain='b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03' --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle --config \
    --set='<lifecycle><on_hoststart delay="10" order="1">start</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' &&
  virsh_quietly autostart --domain='b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'; }; then
  printf '%s: could not be set\n' '"dc01"' >&2
  failed=$((failed + 1))
fi

# "files01"
# in the metadata only, because autostart cannot express it: on_hoststart "restart-if-active", order "20", on_hoststop "shutdown"
if ! { virsh_quietly metadata --domain='2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06' --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle --config \
    --set='<lifecycle><on_hoststart order="20">restart-if-active</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' &&
  virsh_quietly autostart --domain='2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06' --disable; }; then
  printf '%s: could not be set\n' '"files01"' >&2
  failed=$((failed + 1))
fi

# "web01"
# in the metadata only, because autostart cannot express it: delay "30", on_hoststop "shutdown"
if ! { virsh_quietly metadata --domain='6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01' --uri=urn:x-virt-lifecycle:domain:1.0 --key=lifecycle --config \
    --set='<lifecycle><on_hoststart delay="30">start</on_hoststart><on_hoststop>shutdown</on_hoststop></lifecycle>' &&
  virsh_quietly autostart --domain='6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'; }; then
  printf '%s: could not be set\n' '"web01"' >&2
  failed=$((failed + 1))
fi

if [ "$failed" -gt 0 ]; then
  echo "$failed of the domains could not be set; see above." >&2
  exit 1
fi
