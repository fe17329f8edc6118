"""structlog with an allow-list of keys, so that no personal data or secret reaches a log."""

import io
import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, TextIO, cast

import structlog

#: Ids, counts, codes and milliseconds. Never names, addresses, texts, tokens or query strings.
ALLOWED = frozenset(
    # One text instead of thirty quoted words.
    tuple(
        """event level timestamp request_id method route status milliseconds code count attempt
        organisation credential submission award list_id version kind state task reason_code
        exception error_type step port""".split()  # noqa: SIM905
    )
)


class _StandardError(io.TextIOBase):
    """Writes to what standard error is at that moment: it may be replaced while we run."""

    def write(self, text: str) -> int:
        """Write one line."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Let nothing wait in a buffer."""
        sys.stderr.flush()


def configure(*, as_json: bool, quiet: bool = False) -> None:
    """Set up logging for the process: one line per event on standard error.

    `quiet` keeps to warnings: whoever types a command reads its answer, not its log.
    """
    renderer: Any = structlog.processors.JSONRenderer() if as_json else _console()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            tell_places,
            keep_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if quiet else logging.INFO
        ),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _StandardError())),
        cache_logger_on_first_use=True,
    )


def _console() -> Any:
    return structlog.dev.ConsoleRenderer(colors=False)


def tell_places(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Tell an error by its type and by the lines it came through, never by its words.

    The message of an error that nobody foresaw may hold whatever it broke on: a name, a token, the
    values of an SQL statement.
    """
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_chain_of(error))
    return event


def _chain_of(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield type(error).__name__
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or error.__context__


def keep_allowed(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every key that is not on the allow-list and say which were dropped."""
    dropped = sorted(set(event) - ALLOWED)
    kept = {name: value for name, value in event.items() if name in ALLOWED}
    if dropped:
        kept["dropped_keys"] = ",".join(dropped)
    return kept


def logger() -> Any:
    """Return the logger; events are past tense and dotted, such as `credential.issued`."""
    return structlog.get_logger()


def bind_request(request_id: str) -> None:
    """Attach a request id to everything that is logged until the next call."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
