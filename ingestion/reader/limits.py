"""What reading one landed file may cost, before the file counts as hostile and is refused whole.

Belongs here: the limits and their reasons. They are enforced in `worker` (memory, CPU, unpacked size, no files and
no network) and `parser` (the clock). Set them in `periplo.toml`, table `[landing_limits]`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """Limits for one file; sizes in GB of 10**9 bytes, times in seconds.

    memory_gb: address space of the reading process. Reading takes about four times the unpacked file; the largest
        file of a national brand's first load (web events of five years) unpacks to under 1 GB.
    unpacked_gb: the content of a file after gzip, or of a Parquet file once decoded. A bomb of 4 MB
        unpacks to this at gzip's best rate (1 : 1,032).
    cpu_seconds, cpu_seconds_per_mb: CPU for any file, and more for each 10**6 bytes it came with. The slow path reads
        8 MB a second and gzip packs text 10 : 1, so an honest file needs 1.3 s a MB at worst.
    wall_factor: the clock may run this many times longer than the CPU allowance: other work shares the machine.
    """

    memory_gb: float = 8.0
    unpacked_gb: float = 4.0
    cpu_seconds: float = 60.0
    cpu_seconds_per_mb: float = 2.0
    wall_factor: float = 5.0

    @property
    def memory_bytes(self) -> int:
        """Address space of the reading process."""
        return int(self.memory_gb * 1e9)

    @property
    def unpacked_bytes(self) -> int:
        """Most bytes that a file may unpack to."""
        return int(self.unpacked_gb * 1e9)

    def cpu_of(self, file_bytes: int) -> float:
        """Return the CPU seconds that a file of so many bytes may take.

        >>> ParserLimits().cpu_of(10_000_000)
        80.0
        """
        return self.cpu_seconds + self.cpu_seconds_per_mb * file_bytes / 1e6

    def wall_of(self, file_bytes: int) -> float:
        """Return the seconds after which the process is ended."""
        return self.cpu_of(file_bytes) * self.wall_factor
