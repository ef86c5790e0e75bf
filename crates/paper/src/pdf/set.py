"""Sets books with typst for as long as somebody asks, one request and one answer a line.

A request is {"root": FOLDER, "main": FILE, "to": FILE}; FILE ends in .pdf or .png, of one page. An answer is {"warnings": [...]} or
{"error": TEXT, "hints": [...], "whole": TEXT}, the last as typst shows an error itself. The first line says, unasked, which typst this is and which fonts it has.
"""

from __future__ import annotations

import importlib.metadata
import json
import signal
import sys
import tempfile
from typing import Any

import typst

# Whoever asks hears of Ctrl-C, too, and ends; then there is nothing more to read here.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def answer(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def make(compiler: typst.Compiler, main: str, to: str) -> list[str]:
    """Sets a file and gives the warnings."""
    if to.endswith(".png"):
        made, warnings = compiler.compile_with_warnings(main, format="png", ppi=100)
    else:
        made, warnings = compiler.compile_with_warnings(
            main, format="pdf", pdf_standards="ua-1"
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    with open(to, "wb") as file:
        file.write(made)
    return [w.message for w in warnings]


own = sys.argv[1] == "own"
families = typst.Fonts(include_system_fonts=not own).families()
version = importlib.metadata.version("typst")
# Made here, since this process hears in any case that the other has ended, and takes it along.
with tempfile.TemporaryDirectory(prefix="typst") as folder:
    answer({"version": version, "families": families, "folder": folder})
    compiler: typst.Compiler | None = None
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            # What is kept between two requests makes the second one fast.
            if compiler is None:
                compiler = typst.Compiler(root=asked["root"], ignore_system_fonts=own)
            answer({"warnings": make(compiler, asked["main"], asked["to"])})
        except typst.TypstError as error:
            whole = error.diagnostic
            answer({"error": error.message, "hints": error.hints, "whole": whole})
        except (OSError, RuntimeError, TypeError, ValueError) as error:
            answer({"error": str(error), "hints": [], "whole": ""})
