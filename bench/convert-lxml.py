"""What `virt-lifecycle convert` does for many machines, as an administrator would write it with lxml: the peer of convert.mjs.

    convert-lxml.py into MACHINES.json DIRECTORY      put the settings of Get-VM objects into the domains, each file
                                                      replaced as a whole and flushed to the disk
    convert-lxml.py to-powershell-json DIRECTORY OUT  the settings of the domains as Get-VM has them
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from lxml import etree

START = {2: "leave", 3: "restart-if-active", 4: "start"}
STOP = {2: "destroy", 3: "save", 4: "shutdown"}
START_ACTION = {"leave": 2, "restart-if-active": 3, "start": 4}
STOP_ACTION = {"destroy": 2, "save": 3, "shutdown": 4}
# The elements come after these.
BEFORE = ("on_crash", "on_reboot", "on_poweroff", "clock", "cpu", "features", "os", "vcpu", "memory", "uuid", "name")


def element(domain, name):
    found = domain.find(name)
    if found is not None:
        return found
    found = etree.Element(name)
    for sibling in ("on_hoststart",) + BEFORE:
        before = domain.find(sibling)
        if before is not None:
            found.tail = before.tail
            before.addnext(found)
            break
    return found


def replace(path, data):
    """Write a file as a whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(temporary, path.stat().st_mode)
    os.rename(temporary, path)
    directory = os.open(path.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def into(machines, directory):
    rows = json.loads(Path(machines).read_bytes())
    by_id = {row["Id"]: row for row in rows}
    by_name = {row["Name"]: row for row in rows}
    for path in sorted(Path(directory).glob("*.xml")):
        tree = etree.parse(path)
        domain = tree.getroot()
        row = by_id.get(domain.findtext("uuid")) or by_name.get(domain.findtext("name"))
        if row is None:
            continue
        start = element(domain, "on_hoststart")
        start.text = START[row["AutomaticStartAction"]]
        start.set("delay", str(row["AutomaticStartDelay"]))
        element(domain, "on_hoststop").text = STOP[row["AutomaticStopAction"]]
        replace(path, etree.tostring(tree))


def to_powershell_json(directory, out):
    rows = []
    for path in sorted(Path(directory).glob("*.xml")):
        domain = etree.parse(path).getroot()
        start = domain.find("on_hoststart")
        row = {"VMName": domain.findtext("name"), "VMId": domain.findtext("uuid")}
        if start is not None:
            row["AutomaticStartAction"] = START_ACTION[start.text]
            row["AutomaticStartDelay"] = int(start.get("delay", "0"))
        stop = domain.findtext("on_hoststop")
        if stop is not None:
            row["AutomaticStopAction"] = STOP_ACTION[stop]
        rows.append(row)
    replace_or_create(Path(out), json.dumps(rows, indent=2).encode())


def replace_or_create(path, data):
    path.touch()
    replace(path, data)


{"into": into, "to-powershell-json": to_powershell_json}[sys.argv[1]](*sys.argv[2:])
