"""Where somebody goes on after signing in: a page of ours, and nothing else (T54)."""

import re

from flask import current_app
from werkzeug.exceptions import HTTPException

HOME = "/home"
_MOST = 512
#: One slash, then visible ASCII without anything that a browser might read as another host.
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")
_PREFIX = "web."


def safe_next(wanted: str) -> str:
    """Return the path if it is one of our pages to look at, and the home page otherwise."""
    if len(wanted) > _MOST or _PATH.fullmatch(wanted) is None or "//" in wanted:
        return HOME
    path = wanted.partition("?")[0]
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return HOME
    return wanted if str(endpoint).startswith(_PREFIX) else HOME
