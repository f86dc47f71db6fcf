"""Real pages and feeds, which lie beside the repository and not in it: third-party text, for tests only."""

from pathlib import Path

import pytest


def samples() -> Path | None:
    """The folder `shared/samples` beside any folder above this one."""
    for folder in Path(__file__).resolve().parents:
        candidate = folder / "shared" / "samples"
        if candidate.is_dir():
            return candidate
    return None


def sample_feeds() -> list[Path]:
    folder = samples()
    return sorted((folder / "feeds").glob("*.xml")) if folder else []


def sample_page(name: str) -> bytes:
    folder = samples()
    if folder is None:
        pytest.skip("the sample pages are not beside this repository (shared/samples)")
    return (folder / name).read_bytes()


needs_samples = pytest.mark.skipif(
    not sample_feeds(), reason="the sample feeds are not beside this repository (shared/samples)"
)
