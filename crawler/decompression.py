"""Compressed bodies, taken whole or not at all."""

import zlib
from typing import Any

import brotli
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils._compression import zstd  # the one Scrapy uses: Python's own or its backport

from crawler.verdicts import BrokenEncoding

_STEP = 65536
_ERRORS = (OSError, EOFError, zlib.error, brotli.error, zstd.ZstdError)


class Decompression(HttpCompressionMiddleware):
    """Scrapy's own, which takes what it can of a body that breaks off or is damaged.

    Half an article would pass for a whole one, and replace it. So a body that doesn't come to its end is an error.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack a body.

        :raises BrokenEncoding: if it can't be unpacked to its end.
        :raises IgnoreRequest: if it is larger than DOWNLOAD_MAXSIZE then.
        """
        try:
            return super().process_response(request, response)
        except _ERRORS as error:
            raise BrokenEncoding(request.url) from error

    def _decode(self, body: bytes, encoding: bytes, max_size: int) -> bytes:  # type: ignore[override]
        decoded = super()._decode(body, encoding, max_size)
        if body and not _comes_to_its_end(body, encoding):  # an answer without a body may name an encoding
            raise EOFError
        return decoded


def _comes_to_its_end(body: bytes, encoding: bytes) -> bool:
    """Whether a compressed body of a bearable size is whole; what follows its end doesn't matter."""
    if encoding == b"br":
        brotlied = brotli.Decompressor()
        while not brotlied.is_finished() and brotlied.process(body, output_buffer_limit=_STEP):
            body = b""
        return bool(brotlied.is_finished())
    if encoding == b"zstd":
        packed: Any = zstd.ZstdDecompressor()
        while not packed.eof and packed.decompress(body, max_length=_STEP):
            body = b""
        return bool(packed.eof)
    return any(_inflates(body, bits) for bits in ((15, -15) if encoding == b"deflate" else (31,)))


def _inflates(body: bytes, bits: int) -> bool:
    deflated = zlib.decompressobj(bits)
    try:
        while body and not deflated.eof:
            deflated.decompress(body, _STEP)
            body = deflated.unconsumed_tail
    except zlib.error:
        return False
    return deflated.eof
