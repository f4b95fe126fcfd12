"""Imports point one way: crawler -> storage -> cleaners."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: What a package must not import.
FORBIDDEN = {
    "cleaners": {"storage", "crawler", "tests", "scrapy", "twisted", "sqlalchemy", "alembic", "rich"},
    "storage": {"crawler", "tests", "scrapy", "twisted", "rich"},
    "crawler": {"tests"},
}


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level packages a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative imports hide their direction"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package):
    files = list((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
        if name in FORBIDDEN[package]
    }
    assert not wrong
