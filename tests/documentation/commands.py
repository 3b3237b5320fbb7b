"""The commands of a page: each in a process of its own, forked from one that has its libraries.

Most of what a short command takes is loading them. ``python commands.py SOCKET`` waits for
commands; the scripts on a page's PATH (``SCRIPT``) hand over their arguments, environment, folder
and streams, and exit as the command did.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path

ENTRY_POINTS = {"communique": "communique.cli", "evals": "communique.cli.evals"}
LOADED = (
    *("communique.cli.app", "communique.cli.evals", "communique.extraction", "communique.trust"),
    *("communique.llm.openai", "instructor", "openai.resources.chat.completions"),
    *("jinja2", "pyarrow.parquet", "scipy.stats", "statsmodels.stats.multitest"),
)

SCRIPT = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({socket!r})
    call = {{"argv": [{name!r}, *sys.argv[1:]], "cwd": os.getcwd(), "env": dict(os.environ)}}
    socket.send_fds(server, [json.dumps(call).encode()], [0, 1, 2])
    server.shutdown(socket.SHUT_WR)
    sys.exit(int(server.recv(9) or 70))
"""


def scripts(folder: Path) -> None:
    """Put the commands into ``folder``; the first call starts the process that runs them."""
    address = _server()
    for name in ENTRY_POINTS:
        script = SCRIPT.format(python=sys.executable, socket=address, name=name)
        (folder / name).write_text(script, "utf-8")
        (folder / name).chmod(0o755)


@cache
def _server() -> str:
    folder = tempfile.TemporaryDirectory(prefix="communique-commands-")
    address = f"{folder.name}/socket"
    process = subprocess.Popen([sys.executable, __file__, address], start_new_session=True)

    def stop() -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        folder.cleanup()

    atexit.register(stop)
    while not Path(address).exists():
        assert process.poll() is None, "the process that runs the commands has ended"
        time.sleep(0.01)
    return address


def serve(path: str) -> None:
    """Wait for commands at the socket ``path``, and fork a process for each."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        sys.path.pop(0)  # this folder, which no command sees
        for name in LOADED:
            import_module(name)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            connection, _ = server.accept()
            with connection:
                if not os.fork():
                    _run(connection)


def _run(connection: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    received, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while more := connection.recv(1 << 20):
        received += more
    call = json.loads(received)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["env"])
    sys.argv = call["argv"]
    code = 1
    try:
        import_module(ENTRY_POINTS[sys.argv[0]]).main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except BaseException:
        traceback.print_exc()
    connection.send(str(code).encode())
    os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
