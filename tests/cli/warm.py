"""The commands as processes of their own, forked from one that has imported them already.

A process that starts from nothing imports for half a second to two before it does anything; there
are hundreds of such calls in the tests. What is forked has its own memory, descriptors, working
directory, environment and exit, as a user's call has. How a process starts and what it imports is
tested by processes that start from nothing (``test_app.py``).
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["run_command"]

SECONDS = 60
"""A call that takes longer is killed: its return code is -14."""

LAZY = """
    genai_prices networkx openai.resources pyarrow.parquet rich.progress scipy.optimize
    scipy.sparse.csgraph statsmodels.stats.power uvicorn
"""
"""What commands import where they use it."""

_one_at_a_time = threading.Lock()


def run_command(
    *args: object,
    cwd: Path | None = None,
    given: bytes = b"",
    env: Mapping[str, str] | None = None,
    module: str = "communique",
) -> subprocess.CompletedProcess[str]:
    """``python -W error -m MODULE ARGS``, with ``given`` on standard input.

    Args:
        env: the whole environment of the call; that of the tests where it is None.
    """
    argv = [module, *map(str, args)]
    with tempfile.TemporaryDirectory() as folder, _one_at_a_time:
        streams = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
        streams[0].write_bytes(given)
        call = {
            "argv": argv,
            "cwd": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "streams": list(map(str, streams)),
        }
        code = _exit_code(_warm(), call)
        out, err = (path.read_bytes().decode() for path in streams[1:])
    return subprocess.CompletedProcess(argv, code, out, err)


def _exit_code(process: subprocess.Popen[str], call: Mapping[str, Any]) -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(call) + "\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@cache
def _warm() -> subprocess.Popen[str]:
    """The process that forks, started at the first call; it ends with this one."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # threads do not outlive a fork
    )
    atexit.register(process.communicate)
    return process


def _serve() -> None:
    """Fork for each line of standard input; answer with the exit code."""
    import communique

    for found in pkgutil.walk_packages(communique.__path__, "communique."):
        if not found.name.endswith(("__main__", "pytest_plugin")) and ".ray" not in found.name:
            importlib.import_module(found.name)
    for name in LAZY.split():
        importlib.import_module(name)
    gc.freeze()  # what is imported stays: no call need look through it
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(argv: Sequence[str], cwd: str, env: Mapping[str, str], streams: Sequence[str]) -> None:
    """Be the call, to the end of this process."""
    signal.alarm(SECONDS)
    modes: tuple[int, ...] = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_APPEND] * 2)
    for number, (path, mode) in enumerate(zip(streams, modes, strict=True)):
        opened = os.open(path, mode)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    module, *arguments = argv
    sys.argv = [module, *arguments]
    warnings.resetwarnings()
    warnings.simplefilter("error")
    main: Any = importlib.import_module(
        {"communique": "communique.cli", "communique.evals": "communique.cli.evals"}[module]
    ).main
    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    # As Python ends, but for taking two thousand modules apart.
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
