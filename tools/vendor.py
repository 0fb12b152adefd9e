"""Fetches the front end's foreign files from an npm registry, or checks the committed ones.

    python tools/vendor.py            fetch, verify, write the files and VENDOR.json (maintainers)
    python tools/vendor.py --check    compare the committed files with VENDOR.json; needs no network

Users never fetch: the files are committed. The registry's address comes from ``NPM_CONFIG_REGISTRY`` or from
``npm config get registry``. Only Python's standard library is used; no package script is ever run.
"""

import argparse
import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parent.parent / "src/duongthu/desks/ui/static/ui"
LOCK = STATIC / "VENDOR.json"
FOLDERS = ("vendor", "fonts")
LARGEST_BYTES = 2_000_000
SOURCE_MAP = re.compile(rb"(?m)^\s*(//[#@] ?sourceMappingURL=.*|/\*# ?sourceMappingURL=.*?\*/)\s*$")
INTER, VIETNAM = "@fontsource-variable/inter@5.3.0", "@fontsource/be-vietnam-pro@5.3.0"
WANTED = {
    "htmx.org@2.0.11": {"dist/htmx.min.js": "vendor/htmx.min.js", "LICENSE": "vendor/htmx.LICENSE.txt"},
    "maplibre-gl@6.17.0": {
        "dist/maplibre-gl.mjs": "vendor/maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs": "vendor/maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css": "vendor/maplibre-gl.css",
        "LICENSE.txt": "vendor/maplibre-gl.LICENSE.txt",
    },
    INTER: {
        **{
            f"files/inter-{s}-wght-normal.woff2": f"fonts/inter-{s}.woff2"
            for s in ("latin", "latin-ext", "vietnamese")
        },
        "LICENSE": "fonts/inter.OFL.txt",
    },
    VIETNAM: {
        **{
            f"files/be-vietnam-pro-{s}-700-normal.woff2": f"fonts/be-vietnam-pro-700-{s}.woff2"
            for s in ("latin", "vietnamese")
        },
        "LICENSE": "fonts/be-vietnam-pro.OFL.txt",
    },
}


class NotAsPromised(Exception):
    """A fetched or committed file is not what its record says."""


def registry() -> str:
    """The npm registry's address, ending in a slash, as this machine is set up."""
    given = os.environ.get("NPM_CONFIG_REGISTRY")
    if not given:
        command = ["npm", "config", "get", "registry"]
        given = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    return given.rstrip("/") + "/"


def read_address(address: str) -> bytes:
    """The bytes behind an https address."""
    if not address.startswith("https://"):
        raise NotAsPromised(f"{address} is not an https address")
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body


def fetch_package(base: str, spec: str, wanted: dict[str, str]) -> dict[str, Any]:
    """Writes the wanted files of one package and returns its record.

    Raises:
        NotAsPromised: the tarball's digest differs, or a file is too large to be committed.
    """
    name, version = spec.rsplit("@", 1)
    about = json.loads(read_address(f"{base}{name.replace('/', '%2F')}/{version}"))
    tarball = read_address(about["dist"]["tarball"])
    digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if digest != about["dist"]["integrity"]:
        raise NotAsPromised(f"the tarball of {spec} has another digest than the registry names")
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        files = {target: write_member(archive, source, target) for source, target in wanted.items()}
    return {"name": name, "version": version, "license": about["license"], "tarball": digest, "files": files}


def write_member(archive: tarfile.TarFile, source: str, target: str) -> str:
    """Writes one file of the archive and returns its sha256."""
    member = archive.extractfile(f"package/{source}")
    if member is None:
        raise NotAsPromised(f"{source} is not a file in its package")
    body = member.read()
    if target.endswith((".js", ".mjs", ".css")):
        body = SOURCE_MAP.sub(b"", body)
    if len(body) >= LARGEST_BYTES:
        raise NotAsPromised(f"{target} has {len(body)} bytes")
    (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
    (STATIC / target).write_bytes(body)
    return hashlib.sha256(body).hexdigest()


def complaints(static: Path = STATIC) -> list[str]:
    """What is wrong with the committed files; empty when each is as recorded and none is unrecorded."""
    record = json.loads((static / LOCK.name).read_text(encoding="utf-8"))
    known = {name: digest for package in record["packages"] for name, digest in package["files"].items()}
    paths = [path for folder in FOLDERS for path in (static / folder).rglob("*") if path.is_file()]
    present = {path.relative_to(static).as_posix(): path.read_bytes() for path in paths}
    found = [f"{name}: missing" for name in known if name not in present]
    found += [f"{name}: not recorded" for name in present if name not in known]
    for name, body in present.items():
        if name in known and hashlib.sha256(body).hexdigest() != known[name]:
            found.append(f"{name}: changed")
        if len(body) >= LARGEST_BYTES:
            found.append(f"{name}: larger than {LARGEST_BYTES} bytes")
    return sorted(found)


def main() -> int:
    """Fetch or check; the exit code is 0 when all is as it should be."""
    parser = argparse.ArgumentParser(description="Fetch or check the front end's foreign files.")
    parser.add_argument("--check", action="store_true", help="only compare the files with VENDOR.json")
    if not parser.parse_args().check:
        base = registry()
        packages = [fetch_package(base, spec, wanted) for spec, wanted in WANTED.items()]
        LOCK.write_text(json.dumps({"packages": packages}, indent=2) + "\n", encoding="utf-8")
    found = complaints()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
