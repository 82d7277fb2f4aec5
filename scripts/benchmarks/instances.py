"""The instances that benchmarks send."""
import os
from dataclasses import replace

from measure import make_archive


def make_files(case, work):
    """The instances: equal except for their identifiers."""
    tree = work / "tree"
    per_study = min(200, max(1, case.count // 4))
    make_archive(tree, case.count // per_study, per_study, f"{min(case.size, 1 << 20)}B")
    if case.size > 1 << 20:
        for file in tree.rglob("*.dcm"):
            grow(file, case.size, case.name == "sparse")
    return replace(case, count=case.count // per_study * per_study)


def grow(file, size, sparse):
    """Gives an instance a larger image: of noise, or of zeros that use no disk space."""
    data = bytearray(file.read_bytes())
    pixels = data.index(b"\xe0\x7f\x10\x00OW\0\0")
    side = min(size >> 15, (1 << 16) - 1)  # As many columns as an instance can have.
    for tag, value in ((b"\x28\0\x10\0US\2\0", 1 << 14), (b"\x28\0\x11\0US\2\0", side)):
        at = data.index(tag) + len(tag)
        data[at:at + 2] = value.to_bytes(2, "little")
    length = side << 15
    data[pixels + 8:pixels + 12] = length.to_bytes(4, "little")
    noise = os.urandom(1 << 20)
    with open(file, "wb") as out:
        out.write(data[:pixels + 12])
        if sparse:
            out.truncate(out.tell() + length)
        else:
            for _ in range(length >> 20):
                out.write(noise)
