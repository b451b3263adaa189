"""The built wheel carries its rules and works without the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import orjson

from attrib import Document, extract

ROOT = Path(__file__).parent.parent


def test_the_wheel_extracts_in_a_clean_environment(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = dist.glob("attrib-*.whl")
    home = tmp_path / "clean"
    venv.create(home, with_pip=False)
    (site,) = home.glob("lib/python*/site-packages")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    # the libraries of this environment, but not what its own .pth files add: not the checkout
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    seed = sorted((ROOT / "seeds").glob("*.txt"))[1]
    done = subprocess.run(
        [home / "bin" / "python", "-m", "attrib", "extract", "-q", str(seed)],
        cwd=tmp_path,
        env={**os.environ, "ATTRIB_CACHE": str(tmp_path / "cache")},
        check=True,
        capture_output=True,
    )
    document = Document(id=seed.stem, text=seed.read_text(encoding="utf-8"))
    records = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert [r["quote_id"] for r in records] == [q.quote_id for q in extract(document)]
    assert len(records) > 5
