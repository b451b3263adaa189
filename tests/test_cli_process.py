"""The command as a process of its own: pipes, signals, standard error, start-up, the seeds."""

import contextlib
import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
COMMAND = [sys.executable, "-m", "attrib"]


def run(*args: Path | str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *map(str, args)], capture_output=True, cwd=ROOT, **options)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough articles that extraction is still under way when it is disturbed."""
    path = tmp_path / "many.jsonl"
    text = '"Jalan sudah dibuka," kata Bupati Sariwangi. Ia mengatakan bahwa warga lega. ' * 20
    with open(path, "w") as file:
        for number in range(3_000):
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")
    return path


def test_the_seeds_end_to_end(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    result = run("extract", SEEDS, "--articles", articles)
    assert result.returncode == 0, result.stderr
    texts = {a["id"]: a["text"] for a in map(json.loads, articles.read_text().splitlines())}
    assert list(texts) == sorted(path.stem for path in SEEDS.iterdir())
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {record["doc_id"] for record in records} == set(texts)
    for record in records:
        parts = [texts[record["doc_id"]][start:end] for start, end in record["content"]["spans"]]
        assert record["content"]["text"] == " … ".join(parts)


def test_standard_input_as_text_and_as_jsonl() -> None:
    text = '"Jalan sudah dibuka," kata Bupati Garut Budi Sariwangi.'
    line = json.dumps({"id": "j1", "text": text}).encode()
    for data, doc_id in ((text.encode(), "stdin"), (line, "j1"), (gzip.compress(line), "j1")):
        result = run("extract", "-", "-q", input=data)
        assert (result.returncode, result.stderr) == (0, b"")
        records = [json.loads(record) for record in result.stdout.splitlines()]
        assert [r["doc_id"] for r in records] == [doc_id]
        assert records[0]["content"]["text"] == "Jalan sudah dibuka,"


def test_a_closed_pipe_ends_quietly(many: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "extract", str(many), "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_work_leaves_what_was_there(
    many: Path, workers: str, sign: signal.Signals, code: int
) -> None:
    out = many.parent / "out.jsonl"
    out.write_text("yesterday's")
    with subprocess.Popen(
        [*COMMAND, "extract", str(many), "-o", str(out), "--workers", workers],
        stderr=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 20
        while not list(many.parent.glob(".out.jsonl.*.tmp")) and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(sign)
        try:
            _, messages = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == code
    assert b"Traceback" not in messages
    assert out.read_text() == "yesterday's"
    assert sorted(os.listdir(many.parent)) == ["many.jsonl", "out.jsonl"]


def test_the_progress_bar_is_for_terminals(many: Path) -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "extract", str(many), "-o", os.devnull], stderr=slave, cwd=ROOT
    ) as process:
        os.close(slave)
        shown = b""
        try:
            while chunk := os.read(master, 4096):
                shown += chunk
        except OSError:  # Linux reports the other end's closing so
            pass
    os.close(master)
    assert process.returncode == 0
    assert " left" in shown.decode()
    assert "articles" in shown.decode()
    assert shown.decode().rsplit("\x1b[K", 1)[1].startswith("3,000 articles, ")
    piped = run("extract", SEEDS, "-o", os.devnull)
    assert b"\x1b" not in piped.stderr
    assert piped.stderr.count(b"\n") == 1


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_show_has_colours_on_a_terminal_unless_unwanted(no_color: str, coloured: bool) -> None:
    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    with subprocess.Popen(
        [*COMMAND, "show", str(next(SEEDS.iterdir()))], stdout=slave, cwd=ROOT, env=environment
    ) as process:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # Linux reports the other end's closing so
            while chunk := os.read(master, 4096):
                shown += chunk
    os.close(master)
    assert process.returncode == 0
    assert (b"\x1b[" in shown) is coloured


@pytest.mark.parametrize(("closed", "message"), [("<&-", "input"), (">&-", "output")])
def test_closed_standard_streams_are_told(closed: str, message: str) -> None:
    command = f"'{sys.executable}' -m attrib extract - {closed}"
    result = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        cwd=ROOT,
        input=b"" if closed == ">&-" else None,
    )
    assert result.returncode in (1, 2)
    assert f"standard {message} is closed".encode() in result.stderr
    assert b"Traceback" not in result.stderr


def test_an_article_is_read_in_little_time_and_memory_with_nothing_heavy() -> None:
    """spaCy, rich and pydantic must not be imported on the way to a quote."""
    code = (
        "import sys; sys.argv = ['attrib', 'extract', *sys.argv[1:]]\n"
        "from attrib.cli import main\n"
        "try: main()\n"
        "finally: print([m for m in ('spacy', 'rich', 'pydantic', 'argparse', 'logging',"
        " 'concurrent.futures') if m in sys.modules], file=sys.stderr)"
    )
    seed = next(SEEDS.iterdir())
    result = subprocess.run(
        [sys.executable, "-c", code, str(seed), "-q"], capture_output=True, cwd=ROOT, check=True
    )
    assert result.stderr.decode().strip() == "[]"
