"""Imports point one way, and what is heavy is imported by those who need it, when they do."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from attrib.cli import COMMANDS

PACKAGE = Path(__file__).parent.parent / "attrib"

# Each may import what stands before it. A module that is not named here is only kept from
# closing a circle; name it once its place is settled.
ORDER = (
    "model", "matching", "pattern", "lexicon", "text", "quotations", "rules", "gold", "score",
    "confidence",
    "snapshot", "mentions", "spelling", "abbreviations", "institutions", "attribute",
    "circumstances", "recognised", "names", "people", "holders", "subjects", "talked", "houses",
    "groups", "resolve",
    "engine", "loading", "reading", "quoting",
    "headline", "pipeline", "passages", "examples", "checking", "prefixes", "tracing", "explain",
    "trying", "records", "corrections", "sources", "exports", "interruption", "parallel",
    "extraction", "page", "review", "identity", "index", "search", "spacy_tokenizer",
    "spacy_component", "commands", "cli", "__main__",
)  # fmt: skip
HEAVY = {
    "spacy",
    "typer",
    "rich",
    "click",
    "textual",
    "pyarrow",
    "pyspark",
    "starlette",
    "pydantic",
}
HEAVY_HERE = {
    "cli": {"typer"},
    "commands": {"typer"},
    "spacy_component": {"spacy"},
    "spacy_tokenizer": {"spacy"},
}
# What a command's module may import before it is called: it is imported for every help page.
LIGHT = {"typer", "typing", "contextlib", "collections"}


def _part(module: str) -> str:
    """``attrib.index.store`` → ``index``; the package's own face is ``""``."""
    return module.split(".")[1] if "." in module else ""


def _modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        dotted = ".".join(("attrib", *path.relative_to(PACKAGE).with_suffix("").parts))
        found[dotted.removesuffix(".__init__")] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = _modules()


def _imports(nodes: list[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its direction"
            assert node.module is not None
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else node.module


def _top_level(tree: ast.Module) -> list[ast.stmt]:
    """Statements run on import; those under ``if TYPE_CHECKING`` are not."""
    plain: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        plain += (
            [n for n in ast.walk(node) if isinstance(n, ast.stmt)]
            if isinstance(node, ast.If | ast.Try | ast.With)
            else [node]
        )
    return plain


def _anywhere(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def test_the_package_is_seen() -> None:
    assert {"attrib", "attrib.model", "attrib.cli", "attrib.sources.jsonl"} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    """Imports inside functions count too: they are late, not free."""
    part = _part(module)
    if part not in ORDER:
        return
    for target in _imports(_anywhere(MODULES[module])):
        other = _part(target)
        if target.startswith("attrib.") and other in ORDER and other != part:
            assert ORDER.index(other) < ORDER.index(part), f"{module} must not import {target}"


def test_no_circles() -> None:
    graph = {
        module: {t for t in _imports(_anywhere(tree)) if t in MODULES and t != module}
        for module, tree in MODULES.items()
        if module != "attrib"  # the face looks at everything, late
    }
    for targets in graph.values():
        targets.discard("attrib")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_are_imported_late(module: str) -> None:
    allowed = HEAVY_HERE.get(_part(module), set())
    loaded = {target.split(".")[0] for target in _imports(_top_level(MODULES[module]))}
    assert loaded & HEAVY <= allowed


@pytest.mark.parametrize("module", COMMANDS.values())
def test_a_command_imports_its_work_when_it_is_called(module: str) -> None:
    for target in _imports(_top_level(MODULES[module])):
        light = target.split(".")[0] in LIGHT or target.startswith("attrib.commands")
        assert light, f"{module} imports {target} before it is called"


@pytest.mark.parametrize("module", COMMANDS.values())
def test_a_command_has_its_app(module: str) -> None:
    names = [
        target.id
        for node in MODULES[module].body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert "app" in names
