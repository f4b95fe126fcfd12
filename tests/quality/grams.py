"""Bodies as multisets of hashed character 4-grams: compared, and packed, without a sentence being kept."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

_LENGTH = 4


def salt(page: bytes) -> bytes:
    """A key that only who has the page can make, so that its truth tells nothing to anybody else."""
    return hashlib.sha256(b"truth of " + page).digest()


def grams(text: str, key: bytes) -> Counter[int]:
    """The 4-grams of a text without its white space, as 32-bit hashes, each as often as it occurs."""
    text = re.sub(r"\s+", "", text)
    if not text:
        return Counter()
    keyed = hashlib.blake2b(key=key, digest_size=4)
    return Counter(_hash(keyed, text[n : n + _LENGTH]) for n in range(max(1, len(text) - _LENGTH + 1)))


def _hash(keyed: hashlib.blake2b, gram: str) -> int:
    each = keyed.copy()
    each.update(gram.encode("utf-8", "surrogatepass"))
    return int.from_bytes(each.digest(), "big")


def compare(got: Counter[int], want: Counter[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one multiset against another, each from 0 to 1."""
    both = (got & want).total()
    precision, recall = both / (got.total() or 1), both / (want.total() or 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def pack(bag: Counter[int]) -> str:
    """A multiset as text: the sorted hashes' distances (0 for a repeated one), seven bits a byte, base64."""
    packed, last = bytearray(), 0
    for number in sorted(bag.elements()):
        packed += bytes(_sevens(number - last))
        last = number
    return base64.b64encode(packed).decode()


def _sevens(number: int) -> Iterator[int]:
    while number > 127:
        yield number & 127 | 128
        number >>= 7
    yield number


def unpack(packed: str) -> Counter[int]:
    """The multiset that ``pack`` packed."""
    return Counter(_sums(base64.b64decode(packed)))


def _sums(packed: Iterable[int]) -> Iterator[int]:
    total = number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            total += number
            yield total
            number = shift = 0
