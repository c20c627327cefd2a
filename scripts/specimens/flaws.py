"""Requests for documents: claims that agree with them, or contradict them in one way."""

import datetime

import cv2

import people

MANIFEST = ["request_id", "kind", "selfie", "document", "document_back", "full_name", "date_of_birth", "sex", "nationality",
            "document_type", "document_number", "document_expiry", "issuing_state"]
TYPES = {"td3": "passport", "td1": "id_card", "td2": "id_card", "mrva": "visa", "mrvb": "visa", "licence": "driving_licence"}


def choose(rng, kind, part, pictures):
    """A flaw's name or None. Another's portrait needs photos of at least two; a check digit needs a zone."""
    flaws = ["wrong_name", "wrong_birth_date", "expired"]
    if kind != "licence":
        flaws.append("wrong_check_digit")
    if pictures > 1:
        flaws.append("wrong_portrait")
    hit, index = rng.random() < part, int(rng.integers(len(flaws)))
    return flaws[index] if hit else None


def subject(stem):
    """Whom a photo shows, by its file's name: `obama2` and `obama_partial` are of `obama`."""
    return stem.split("_")[0].rstrip("0123456789")


def _selfie(number, name, flaw, pictures, options):
    """Another photo of the person where there is one; of somebody else for the flaw `wrong_portrait`."""
    same = [item for item in pictures if subject(item[0]) == subject(name)]
    others = [item for item in pictures if subject(item[0]) != subject(name)]
    choice = others if flaw == "wrong_portrait" and others else [item for item in same if item[0] != name] or same
    stem, _, photo = choice[number % len(choice)]
    path = options.output / f"selfie-{stem}.jpg"
    if not path.exists():
        # Several processes may write it at once: each its own file, the last rename wins with the same bytes.
        part = options.output / f".selfie-{stem}-{number}.part"
        part.write_bytes(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes())
        part.replace(path)
    return path.name


def request(rng, number, made, files, flaw, name, pictures, options):
    """The manifest's line of a document; None without a manifest."""
    if not options.manifest:
        return None
    person = made.person
    full_name, birth = person.full_name, person.birth
    if flaw == "wrong_name":
        others = [word for word in people.SURNAMES if word[0] != (person.surname or " ")[0]]
        full_name = f"{person.given} {others[int(rng.integers(len(others)))]}".strip()
    if flaw == "wrong_birth_date":
        birth += datetime.timedelta(days=int(rng.integers(40, 900)))
    row = {
        "request_id": f"SPECIMEN-{number:05d}", "kind": "compare", "document": files["front"],
        "document_back": files.get("back", ""), "full_name": full_name, "date_of_birth": birth, "sex": person.sex,
        "nationality": "UTO", "document_type": TYPES[made.kind], "document_number": made.number,
        "document_expiry": made.expiry, "issuing_state": "UTO",
    }
    if pictures:
        row["selfie"] = _selfie(number, name, flaw, pictures, options)
    else:
        # A drawn face is on the document only; the document stands in for the selfie.
        row["selfie"] = files["front"]
    return row
