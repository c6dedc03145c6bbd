"""Types keys into a program on a terminal of its own, and prints what the program prints.

Reads from standard input: {"program": [...], "cwd": "...", "env": {...}, "ready": "...", "done": "...", "keys": ["...", ...]}.
The first keys are typed once the program has printed "ready", each of the others once it has printed "done" once more.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios

PATIENCE = 60

request = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.chdir(request["cwd"])
    os.execvpe(request["program"][0], request["program"], request["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 500, 0, 0))

said = b""


def read():
    """More of what the program prints; whether there was any."""
    global said
    ready, _, _ = select.select([terminal], [], [], PATIENCE)
    try:
        more = os.read(terminal, 65536) if ready else b""
    except OSError:
        # Linux says so when the program has ended.
        more = b""
    said += more
    return more != b""


for number, keys in enumerate(request["keys"]):
    mark = request["done"] if number > 0 else request["ready"]
    while said.count(mark.encode()) < max(number, 1) and read():
        pass
    os.write(terminal, keys.encode())
while read():
    pass
sys.stdout.buffer.write(said)
