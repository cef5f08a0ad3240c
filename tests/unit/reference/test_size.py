"""The server is small enough to read in an afternoon; docs/decisions/0009 says what is counted."""

from __future__ import annotations

import io
import pathlib
import tokenize

import pytest

SERVER = pathlib.Path(__file__).resolve().parents[3] / "reference_impl/jmap_reference"
CORE = [*(SERVER / f"{name}.py" for name in ("protocol", "references", "errors", "limits")),
        *sorted((SERVER / "standard").glob("*.py"))]  # fmt: skip
MOST_OF_CORE = 1200
MOST_OF_FILE = 300

SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(source: str) -> int:
    """The lines on which a statement stands, or a part of one; a string by itself is documentation."""
    lines: set[int] = set()
    statement: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NEWLINE:
            if [each.type for each in statement] != [tokenize.STRING]:
                lines.update(line for each in statement for line in range(each.start[0], each.end[0] + 1))
            statement = []
        elif token.type not in SILENT:
            statement.append(token)
    return len(lines)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\n", 1),
        ("x = (\n  1,\n\n  # why\n  2,\n)\n", 4),
        ('"""What\n\nit is."""\n\nimport a\n', 1),
        ('def f():\n    """Why."""\n    # req: a/b\n    return """\n    text"""  # so\n', 3),
        ("x = 1; y = 2\n", 1),
        ("", 0),
    ],
)
def test_what_is_counted(source: str, lines: int) -> None:
    assert code_lines(source) == lines


def test_the_protocol_core_is_short() -> None:
    found = {path.name: code_lines(path.read_text("utf-8")) for path in CORE}
    assert len(found) > 10
    assert sum(found.values()) <= MOST_OF_CORE, found


def test_no_file_is_long() -> None:
    written = [path for path in SERVER.rglob("*.py") if "generated" not in path.parts]
    assert len(written) > 100
    lines = {str(path.relative_to(SERVER)): len(path.read_text("utf-8").splitlines()) for path in written}
    assert {name: count for name, count in lines.items() if count > MOST_OF_FILE} == {}
