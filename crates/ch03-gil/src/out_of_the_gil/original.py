"""Two threads are to meet inside of a function that is written in Rust."""

import os
import sys
import sysconfig
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType


def load_steps() -> ModuleType:
    """Load the module from the file that cargo has built. An installed one is just imported."""
    file = os.environ.get("STEPS_MODULE")
    if file is None:
        sys.exit(
            "error: run this by `cargo listing out_of_the_gil python`, which builds its module"
        )
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        sys.exit(
            "error: this Python has no lock to let go of; set PYTHON to a usual one"
        )
    loader = ExtensionFileLoader("steps", file)
    spec = spec_from_loader("steps", loader)
    assert spec is not None
    steps = module_from_spec(spec)
    loader.exec_module(steps)
    return steps


# ANCHOR: meet
def on_two_threads(function: Callable[[int], bool], milliseconds: int) -> str:
    with ThreadPoolExecutor(2) as pool:
        met = pool.map(function, [milliseconds] * 2)
        return " and ".join("met" if each else "alone" for each in met)


def main() -> None:
    steps = load_steps()
    print("holding the lock:", on_two_threads(steps.meet_holding, 200))
    print("having let go:", on_two_threads(steps.meet_released, 30_000))
    # ANCHOR_END: meet


if __name__ == "__main__":
    main()
