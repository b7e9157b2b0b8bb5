"""A real cluster for the tests.

`python -m tests.cluster.nodes FOLDER` runs one until SIGINT or SIGTERM.
"""

import atexit
import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

HERE = Path(__file__).parent
COUNT = 3
#: Below Linux's ephemeral ports: no outgoing connection takes a killed node's port meanwhile.
PORTS = range(20000, 32000)

_open = build_opener(ProxyHandler({})).open  # whatever http_proxy says


class Unavailable(Exception):
    """Why OpenSearch cannot be run here."""


def classpath(folder: Path) -> str:
    """Give the class path of a node, downloaded and compiled once for a folder.

    Processes may share the folder. BCPQ_OPENSEARCH_VERSION replaces the version in pom.xml; java
    and javac are those of JAVA_HOME, where it is set.
    """
    tool("java")
    javac, mvn = tool("javac"), tool("mvn")
    version = os.environ.get("BCPQ_OPENSEARCH_VERSION", "")
    sources = [(HERE / name).read_bytes() for name in ("pom.xml", "Server.java")]
    key = hashlib.sha256(repr((javac, version, sources)).encode()).hexdigest()[:12]
    classes = folder.resolve() / f"opensearch-{key}"
    classes.mkdir(parents=True, exist_ok=True)
    done, jars = classes / "classpath", classes / "jars"
    with (classes / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists() and all(
            Path(part).exists() for part in done.read_text().split(os.pathsep)
        ):
            return done.read_text()
        chosen = [f"-Dopensearch.version={version}"] if version else []
        pom = [
            "-f",
            str(HERE / "pom.xml"),
            *chosen,
            "dependency:build-classpath",
            f"-Dmdep.outputFile={jars}",
        ]
        _run([mvn, "-q", "-B", "-Dstyle.color=never", *pom])
        found = jars.read_text().strip()
        _run([javac, "-proc:none", "-cp", found, "-d", str(classes), str(HERE / "Server.java")])
        jars.write_text(os.pathsep.join([str(classes), found]))
        jars.replace(done)
        return done.read_text()


def tool(name: str) -> str:
    """Find a program: Java's in JAVA_HOME, if set, others on the path."""
    home = os.environ.get("JAVA_HOME") if name != "mvn" else None
    found = shutil.which(name, path=str(Path(home, "bin")) if home else None)
    if found is None:
        raise Unavailable(f"no {name}" + (f" in {home}" if home else ""))
    return found


def _run(command: Sequence[str]) -> None:
    """Run a program; what it says about an error is the reason."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{name}: no end after 600 s") from None
    if done.returncode:
        said = re.sub(r"\x1b\[\d*m", "", done.stdout + done.stderr)
        found = re.search(r"^.*error.*(\n.*){0,4}", said, re.IGNORECASE | re.MULTILINE)
        raise Unavailable(f"{name}: {found[0] if found else f'exit status {done.returncode}'}")


def _free(count: int) -> list[int]:
    """Find free ports, in a random order: another process may be looking for some, too."""
    found: list[int] = []
    with ExitStack() as stack:
        for port in random.sample(PORTS, len(PORTS)):
            taken = stack.enter_context(socket.socket())
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise Unavailable("no free ports")


class Nodes:
    """Three OpenSearch nodes on this machine, each a process of its own, on ports of their own."""

    addresses: list[str]

    def __init__(
        self, folder: Path, classpath: str, java: str = "java", heap: str = "384m"
    ) -> None:
        """Write the nodes' settings into a new folder inside `folder`; nothing runs yet."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="cluster-", dir=folder.resolve()))
        memory = [
            f"-Xms{heap}",
            f"-Xmx{heap}",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
        ]  # which starts soonest
        self._command = [tool(java), *memory, "-cp", classpath, "Server"]
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * COUNT
        ports = _free(2 * COUNT)
        http, transport = ports[:COUNT], ports[COUNT:]
        self.addresses = [f"127.0.0.1:{port}" for port in http]
        for n in range(COUNT):
            config = self._home(n) / "config"
            config.mkdir(parents=True)
            shutil.copy(HERE / "log4j2.properties", config)
            settings = {
                "cluster.name": self.folder.name,
                "node.name": str(n),
                "network.host": "127.0.0.1",
                "http.port": http[n],
                "transport.port": transport[n],
                "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transport],
                "cluster.initial_cluster_manager_nodes": [str(n) for n in range(COUNT)],
                "cluster.routing.allocation.disk.threshold_enabled": False,
                "cluster.routing.rebalance.enable": "none",
            }
            (config / "opensearch.yml").write_text(json.dumps(settings, indent=1))  # JSON is YAML

    def start(self) -> None:
        """Start all three, and wait until the cluster is green."""
        atexit.register(self.stop)
        try:
            for n in range(COUNT):
                self.restart(n)
            self.wait()
        except BaseException:
            self.stop()
            raise

    def kill(self, n: int) -> None:
        """End one node as a crash would, and wait until it is gone."""
        process = self._processes[n]
        if process is not None:
            process.kill()
            process.wait()
        self._processes[n] = None

    def restart(self, n: int) -> None:
        """Start a node that does not run, with the data and ports it had; `wait` waits for it."""
        if self._processes[n] is not None:
            raise ValueError(f"node {n} runs")
        with self._log(n).open("ab") as log:
            self._processes[n] = subprocess.Popen(
                [*self._command, str(self._home(n))],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Stop the nodes that run; what they hold stays, and `start` starts them again."""
        atexit.unregister(self.stop)
        running = [process for process in self._processes if process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + 10
        for process in running:
            try:
                process.wait(max(0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes = [None] * COUNT

    def wait(self, status: str = "green", nodes: int = COUNT, timeout: float = 120) -> None:
        """Wait until every running node says that so many nodes have this status, all at rest."""
        rest = "wait_for_no_relocating_shards=true&wait_for_no_initializing_shards=true"
        wanted = (
            f"/_cluster/health?wait_for_status={status}&wait_for_nodes={nodes}&{rest}&timeout=1s"
        )
        end = time.monotonic() + timeout
        while True:
            # A node that was started a moment ago answers, or joins, late: the others may still
            # count its old self.
            said = [self._ask(n, wanted) for n in self._running()]
            if said and all(
                isinstance(health, dict) and not health["timed_out"] for health in said
            ):
                return
            if time.monotonic() > end:
                logs = "\n".join(self._tail(n) for n in range(COUNT))
                raise TimeoutError(
                    f"not {status} with {nodes} nodes after {timeout:g} s: {said}\n{logs}"
                )
            time.sleep(0.1)

    def manager(self) -> int:
        """Give the number of the node that manages the cluster; wait for an election if need be."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            running = self._running()
            for n in running:
                said = self._ask(
                    n, "/_cat/cluster_manager?h=node&format=json&cluster_manager_timeout=1s"
                )
                if (
                    isinstance(said, list)
                    and said
                    and said[0]["node"].isdigit()
                    and int(said[0]["node"]) in running
                ):
                    return int(said[0]["node"])
            time.sleep(0.1)
        raise TimeoutError("no cluster manager after 60 s")

    def _ask(self, n: int, path: str) -> Any:
        """Give a node's answer, or the text of the error."""
        try:
            with _open(f"http://{self.addresses[n]}{path}", timeout=5) as answer:
                return json.load(answer)
        except HTTPError as error:  # 408 still tells the health
            return error.read().decode(errors="replace")
        except (OSError, HTTPException, ValueError) as error:
            return str(error)

    def _running(self) -> list[int]:
        """Give the nodes that run; that one ended by itself is an error."""
        running = [(n, process) for n, process in enumerate(self._processes) if process is not None]
        for n, process in running:
            if process.poll() is not None:
                raise RuntimeError(
                    f"node {n} ended by itself: {process.returncode}\n{self._tail(n)}"
                )
        return [n for n, _ in running]

    def _home(self, n: int) -> Path:
        return self.folder / f"node-{n}"

    def _log(self, n: int) -> Path:
        return self._home(n) / "log"

    def _tail(self, n: int) -> str:
        """Give the end of a node's log."""
        log = self._log(n).read_text(errors="replace") if self._log(n).exists() else ""
        return f"{self._log(n)}:\n{log[-3000:]}"


def main(folder: Path) -> None:
    """Run a cluster until SIGINT or SIGTERM; the addresses are printed once it is green."""

    def leave(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, leave)
    nodes = Nodes(folder, classpath(folder))
    try:
        nodes.start()
        print(*nodes.addresses, sep="\n", flush=True)
        while True:
            signal.pause()
    finally:
        nodes.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
