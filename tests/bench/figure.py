"""What a measurement comes to, and the machine that it was made on."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its target; `note` says how it was measured, or what it hides."""

    name: str
    value: float
    unit: str
    target: float | None = None
    better: Literal["less", "more"] = "less"
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value < self.target if self.better == "less" else self.value >= self.target

    def line(self) -> str:
        sign = "<" if self.better == "less" else "≥"
        target = f"{sign} {self.target:,g} {self.unit}" if self.target is not None else "no target"
        verdict = {True: "ok", False: "MISSED", None: ""}[self.met]
        value = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3g}"
        told = f"{self.name:<24} {value:>8} {self.unit:<4} {target:<12} {verdict:<7}"
        return f"{told} {self.note}".rstrip()


def machine() -> str:
    """Describe the machine in one line."""
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {system}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
