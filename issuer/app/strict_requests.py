"""Requests whose end two readers could see in different places are refused (row 60).

waitress lets `Transfer-Encoding` win over `Content-Length` (RFC 9112, 6.1 allows that); a proxy in
front that decides otherwise would make of one request two.
"""

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

#: A line that goes on in the next one (RFC 9112, 5.2): readers disagree about it.
_FOLDED = re.compile(rb"\r\n[ \t]")


class StrictParser(HTTPRequestParser):
    """Knows one end of a request, or none."""

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head.

        Raises:
            ParsingError: a header is folded or the end is told twice; answered with 400.
        """
        if _FOLDED.search(header_plus):
            raise ParsingError("Write each header in one line")
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Send Content-Length or Transfer-Encoding, not both")
        if "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("Transfer-Encoding needs HTTP/1.1")


class StrictChannel(HTTPChannel):
    """A connection that reads with `StrictParser`."""

    parser_class = StrictParser
