"""What an OAuth endpoint was asked: one form, each name once, nothing in the address."""

# pyright comes with stubs of an older Authlib; mypy sees the library as untyped.
# pyright: reportArgumentType=false, reportAssignmentType=false, reportAttributeAccessIssue=false
# pyright: reportCallIssue=false, reportGeneralTypeIssues=false, reportOptionalMemberAccess=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from issuer.api.limits import MAX_JSON_BODY

FORM = "application/x-www-form-urlencoded"


class FormRequest(OAuth2Request):  # type: ignore[misc] # Authlib has no types
    """A request whose parameters come from its form alone.

    Authlib's own reads the query as well, where proxies log secrets.
    """

    def __init__(self, base_url: str, parameters: dict[str, str]) -> None:
        # The address is ours, not the Host header's: behind a proxy that would not even be https.
        super().__init__(request.method, base_url + request.path, headers=request.headers)
        self.payload = BasicOAuth2Payload(parameters)
        self._parameters = parameters

    @property
    def args(self) -> dict[str, str]:
        """Return nothing: the query is not read."""
        return {}

    @property
    def form(self) -> dict[str, str]:
        """Return the parameters."""
        return self._parameters


def read_form() -> dict[str, str]:
    """Return the parameters of the form (RFC 6749, 3.2).

    Raises:
        InvalidRequestError: a query, another media type, a parameter twice, or two ways of proving
            who asks (2.3).
    """
    if request.query_string:
        raise InvalidRequestError("Send every parameter in the body, none in the address")
    if request.mimetype != FORM:
        raise InvalidRequestError(f"Send the parameters as {FORM}")
    request.max_content_length = request.max_form_memory_size = MAX_JSON_BODY
    try:
        lists = dict(request.form.lists())
    except RequestEntityTooLarge as error:
        raise InvalidRequestError(f"Send at most {MAX_JSON_BODY} bytes") from error
    if any(len(values) != 1 for values in lists.values()):
        raise InvalidRequestError("Send each parameter once")
    # RFC 6749, 3.2: a parameter without a value counts as left out.
    form = {name: values[0] for name, values in lists.items() if values[0]}
    ways = ("Authorization" in request.headers, "client_secret" in form, "client_assertion" in form)
    if sum(ways) > 1:
        raise InvalidRequestError("Prove who you are in one way only")
    return form
