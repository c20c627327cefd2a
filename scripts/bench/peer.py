"""One peer over pairs of photos, run in the peers' environment. usage: peer.py face_recognition|deepface LIST PROCESSES

As many processes as the auditor has workers, each with one thread. Prints a line of JSON; the clock starts when every
process has decided one pair.
"""

import json
import multiprocessing
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ[name] = "1"


def load(peer):
    """A function that decides one pair."""
    if peer == "face_recognition":
        import face_recognition

        def decide(a, b):
            found = [face_recognition.face_encodings(face_recognition.load_image_file(path)) for path in (a, b)]
            return all(found) and float(face_recognition.face_distance([found[0][0]], found[1][0])[0])
    else:
        import cv2
        from deepface import DeepFace

        cv2.setNumThreads(1)

        def decide(a, b):
            return DeepFace.verify(a, b, model_name="SFace", detector_backend="yunet", enforce_detection=False)["distance"]
    return decide


def work(peer, pairs, ready, go, done):
    decide = load(peer)
    decide(*pairs[0])
    ready.put(time.process_time())
    go.wait()
    for pair in pairs:
        decide(*pair)
    done.put(len(pairs))


def main():
    peer, listing, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(listing, encoding="utf-8") as stream:
        pairs = [line.rstrip("\n").split("\t") for line in stream]
    context = multiprocessing.get_context("spawn")
    ready, done, go = context.Queue(), context.Queue(), context.Event()
    began = time.monotonic()
    shares = [pairs[index::processes] for index in range(min(processes, len(pairs)))]
    workers = [context.Process(target=work, args=(peer, share, ready, go, done)) for share in shares]
    for worker in workers:
        worker.start()
    start_cpu = sum(ready.get(timeout=600) for _ in workers)
    started = time.monotonic()
    go.set()
    total = sum(done.get(timeout=3600) for _ in workers)
    seconds = time.monotonic() - started
    for worker in workers:
        worker.join()
    print(json.dumps({"pairs": total, "seconds": seconds, "start_seconds": started - began, "start_cpu": start_cpu}))


if __name__ == "__main__":
    main()
