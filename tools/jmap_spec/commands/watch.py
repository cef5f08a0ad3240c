"""``jmap-spec watch``: rebuild what a change touches, and reload the browser that looks at it."""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: What the build reads.
WATCHED = ("schemas", "drafts", "docs", "tools/jmap_spec")
_RELOAD = b"<script>new EventSource('/-/reload').onmessage = () => location.reload()</script>"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("watch", help="live preview: rebuild what a change touches, reload the browser")
    parser.add_argument("--port", type=int, default=8090, help="port of the preview, on loopback; default: 8090")
    parser.add_argument("--out", type=Path, default=None, help="where the build goes; default: build")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Runs until interrupted; exit code 0, or 2 when the port is taken."""
    from watchfiles import watch  # only this command needs it

    out = args.out or args.root / "build"
    built = threading.Condition()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", args.port), partial(_Preview, built, str(out)))
    except OSError as error:
        print(f"jmap-spec watch: port {args.port}: {error.strerror}; choose another with --port", file=sys.stderr)
        return 2
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"preview at http://127.0.0.1:{server.server_port}/site/index.html (Ctrl-C ends it)", flush=True)
    _build(args.root, out)
    try:
        folders = [args.root / folder for folder in WATCHED if (args.root / folder).exists()]
        for changes in watch(*folders, debounce=200):
            names = sorted({Path(path).name for _, path in changes})
            print(f"changed: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}", flush=True)
            if _build(args.root, out):
                with built:
                    built.notify_all()
    except KeyboardInterrupt:
        pass
    server.shutdown()
    return 0


def _build(root: Path, out: Path) -> bool:
    """Build in a process of its own, so that changed code counts too; whether it went well."""
    command = [sys.executable, "-m", "jmap_spec.cli", "--root", str(root), "build", "--out", str(out)]
    return subprocess.run(command, check=False).returncode == 0


class _Preview(SimpleHTTPRequestHandler):
    """Files of the build; an HTML page also listens for the next build."""

    def __init__(self, built: threading.Condition, folder: str, *args: object) -> None:
        self.built = built
        super().__init__(*args, directory=folder)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/-/reload":
            self._reload()
        elif (path := Path(self.translate_path(self.path))).suffix == ".html" and path.is_file():
            page = path.read_bytes().replace(b"</body>", _RELOAD + b"</body>")
            self._head("text/html; charset=utf-8")
            self.wfile.write(page)
        else:
            super().do_GET()

    def _reload(self) -> None:
        self._head("text/event-stream")
        with self.built:
            self.built.wait()
        try:
            self.wfile.write(b"data: built\n\n")
        except OSError:
            return  # the page is gone

    def _head(self, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for the build."""
