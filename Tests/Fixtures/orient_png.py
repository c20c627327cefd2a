"""Stores one PNG in the eight ways that EXIF knows: turned or mirrored, with the flag that says how to undo it.

usage: orient_png.py SOURCE_PNG FOLDER      writes FOLDER/1.png to FOLDER/8.png; 8-bit RGB only, standard library only
"""

import struct
import sys
import zlib


def read(path):
    data = open(path, "rb").read()
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert (depth, colour) == (8, 2), "8-bit RGB only"
    packed, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + length
    raw, stride, rows, above = zlib.decompress(packed), width * 3, [], bytearray(width * 3)
    for y in range(height):
        start = y * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = row[i - 3] if i >= 3 else 0
            corner = above[i - 3] if i >= 3 else 0
            if kind == 1:
                guess = left
            elif kind == 2:
                guess = above[i]
            elif kind == 3:
                guess = (left + above[i]) // 2
            elif kind == 4:
                p = left + above[i] - corner
                guess = min((left, above[i], corner), key=lambda v: abs(p - v))
            else:
                guess = 0
            row[i] = (row[i] + guess) & 255
        rows.append([bytes(row[x : x + 3]) for x in range(0, stride, 3)])
        above = row
    return rows


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write(path, rows, orientation):
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + b"".join(row) for row in rows), 1)
    with open(path, "wb") as stream:
        stream.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"eXIf", tiff))
        stream.write(chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def mirror(rows):
    return [row[::-1] for row in rows]


def flip(rows):
    return rows[::-1]


def transpose(rows):
    return [list(column) for column in zip(*rows)]


upright, folder = read(sys.argv[1]), sys.argv[2]
# Row 0 and column 0 of what is stored are, for 1 to 8: top left, top right, bottom right, bottom left, left top,
# right top, right bottom, left bottom of what is seen (TIFF 6.0, tag 274).
stored = {
    1: upright,
    2: mirror(upright),
    3: flip(mirror(upright)),
    4: flip(upright),
    5: transpose(upright),
    6: transpose(mirror(upright)),
    7: transpose(flip(mirror(upright))),
    8: transpose(flip(upright)),
}
for orientation, rows in stored.items():
    write(f"{folder}/{orientation}.png", rows, orientation)
