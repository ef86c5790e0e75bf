"""Sets books with typst for as long as somebody asks, one request and one answer a line.

A request is {"root": FOLDER, "main": FILE, "to": FILE}. An answer is {"warnings": [...]} or
{"error": TEXT, "hints": [...], "whole": TEXT}, the last as typst shows an error itself. The first line says, unasked, which typst this is and which fonts it has.
"""

import importlib.metadata
import json
import signal
import sys
from typing import Any

import typst

# Ctrl-C ends whoever asks. Python's own answer to it would be a traceback.
signal.signal(signal.SIGINT, signal.SIG_DFL)


def answer(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


own = sys.argv[1] == "own"
families = typst.Fonts(include_system_fonts=not own).families()
answer({"version": importlib.metadata.version("typst"), "families": families})
compilers: dict[str, typst.Compiler] = {}
for line in sys.stdin:
    asked = json.loads(line)
    root = asked["root"]
    try:
        # What is kept between two requests makes the second one fast.
        if root not in compilers:
            compilers[root] = typst.Compiler(root=root, ignore_system_fonts=own)
        pdf, warnings = compilers[root].compile_with_warnings(
            asked["main"], format="pdf", pdf_standards="ua-1"
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gave no PDF")
        with open(asked["to"], "wb") as file:
            file.write(pdf)
        answer({"warnings": [w.message for w in warnings]})
    except typst.TypstError as error:
        whole = error.diagnostic
        answer({"error": error.message, "hints": error.hints, "whole": whole})
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        answer({"error": str(error), "hints": [], "whole": ""})
