"""Makes the environment of the programs that `make bench` is compared with. usage: install_peers.py [FOLDER]  (.peers)"""

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / ".peers"
    if not (folder / "bin/python").exists():
        venv.create(folder, with_pip=True)
    # face_recognition asks for dlib's source, which dlib-bin has built; so nothing here asks for anything else.
    subprocess.run([folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                    "-r", HERE / "peers.txt"], check=True)
    print(f"peers: installed in {folder}")


if __name__ == "__main__":
    main()
