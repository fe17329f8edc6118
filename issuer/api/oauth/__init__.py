"""OAuth 2 for programs: client credentials, revocation, introspection, metadata.

The messages are Authlib's, whose door this is; who is let in and what for, `issuer.clients` says.
"""

from issuer.api.oauth.routes import OAUTH_ROUTES

__all__ = ["OAUTH_ROUTES"]
