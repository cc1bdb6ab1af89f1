"""A server under measurement: its processes, what they used of the CPU, and their memory.

Everything is read from /proc, so that all servers are measured by the same clock: the kernel's.
"""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60  # seconds, to start and to stop


@dataclass
class Server:
    """A running program with its children, and where it answers."""

    name: str
    process: subprocess.Popen
    base: str  # such as http://127.0.0.1:8123
    started_in: float = 0.0  # seconds until it was ready
    besides: "Server | None" = None  # the database that works for it, counted with it
    peak_before: int = 0  # the most memory of a process until `watch_memory` was called

    def cpu(self) -> float:
        """Seconds of CPU used so far by the program, its children and its database."""
        return family_cpu(self.process.pid) + (self.besides.cpu() if self.besides else 0)

    def peak_memory(self) -> int:
        """The most memory, in bytes, that one of its processes ever held (VmHWM)."""
        peaks = [memory_of(number, "VmHWM") for number in family(self.process.pid)]
        return max([self.peak_before, *peaks])

    def watch_memory(self) -> dict[int, int]:
        """What each process holds now; its peak counts from here on."""
        self.peak_before = self.peak_memory()
        held = {number: memory_of(number, "VmRSS") for number in family(self.process.pid)}
        for number in held:
            Path(f"/proc/{number}/clear_refs").write_text("5")
        return held

    def grown_since(self, held: dict[int, int]) -> int:
        """The most, in bytes, by which a process outgrew what it held at `watch_memory`."""
        return max(memory_of(number, "VmHWM") - before for number, before in held.items())

    def stop(self) -> None:
        """End it: politely, then at once, with whatever it started."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                os.killpg(self.process.pid, how)
                try:
                    self.process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    continue


def start(name: str, command: list, base: str, ready: str, log: Path, environment=None) -> Server:
    """Start a program in a group of its own, and return when the address `ready` answers 200."""
    begun = time.monotonic()
    with log.open("ab") as written:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    server = Server(name, process, base)
    while process.poll() is None and time.monotonic() < begun + PATIENCE:
        try:
            urllib.request.urlopen(base + ready, timeout=PATIENCE).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
        else:
            server.started_in = time.monotonic() - begun
            return server
    server.stop()
    raise SystemExit(f"{name} did not start; see {log}")


def family(number: int) -> list[int]:
    """The process and all that descend from it, by the parents that /proc names."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(path)
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [number]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def family_cpu(number: int) -> float:
    """Seconds of CPU of a process and all that descend from it; 0 of none."""
    return sum(cpu_of(one) for one in family(number)) if number else 0.0


def cpu_of(number: int) -> float:
    """Seconds of CPU of a process and of its children that ended."""
    fields = _fields(Path(f"/proc/{number}/stat"))
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def memory_of(number: int, what: str) -> int:
    """Memory of a process, in bytes: VmRSS, what it holds, or VmHWM, the most it ever held."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)


def _fields(path: Path) -> list[str]:
    """The fields of a stat file from the third on; empty when the process ended meanwhile."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:
        return []
