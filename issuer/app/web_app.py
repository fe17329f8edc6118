"""The Flask application: API and pages over one house."""

from flask import Flask, Response

from issuer import api, web
from issuer.api.limits import Limits
from issuer.app.house import House
from issuer.app.http import answer_errors, configure, require_marks
from issuer.app.late_rules import LateRule
from issuer.app.packing import PackingFlask
from issuer.verification.generic import Challenges


class _App(PackingFlask):
    """Flask with rules that compile late, and answers that are packed where they may be."""

    url_rule_class = LateRule

    def process_response(self, response: Response) -> Response:
        """Finish an answer; packed before, as the cookie of the language holds no secret."""
        return web.answer_in_language(
            super().process_response(response),
            seconds=web.KEPT_BY_MEMBERS if web.is_known_browser() else web.KEPT_BY_STRANGERS,
            is_secure=self.config["SESSION_COOKIE_SECURE"],
        )


def flask_app(house: House) -> Flask:
    """Return the WSGI application."""
    settings = house.settings
    app = _App("issuer", static_folder=None)
    limits = Limits(max_evidence=settings.max_evidence_bytes, max_image=settings.max_image_bytes)
    configure(app, settings, limits, house.assessment.ids.new_id)
    web.protect_forms(
        app, house.form_key, is_secure=settings.public_base_url.startswith("https://")
    )
    shown = web.Services(
        accounts=house.accounts,
        federation=house.federation,
        assessment=house.assessment,
        issuance=house.issuance,
        auditing=house.auditing,
        verification=house.verification,
        trusting=house.trusting,
        reporting=house.reporting,
        make_receipt=house.receipts.make,
        public_base_url=settings.public_base_url,
        set_up_secret=house.set_up_secret,
        security_contact=settings.security_contact,
        styleguide=settings.styleguide,
        pacer=house.pacer,
    )
    served = api.Services(
        accounts=house.accounts,
        clients=house.clients,
        assessment=house.assessment,
        issuance=house.issuance,
        auditing=house.auditing,
        privacy=house.privacy,
        verification=house.verification,
        trusting=house.trusting,
        reporting=house.reporting,
        pages=web.pages(shown),
        public_base_url=settings.public_base_url,
        health=house.health.ask,
        make_receipt=house.receipts.make,
        stylesheet=web.asset_path("issuer.css"),
        challenges=Challenges(house.assessment.ids.new_id, house.clock),
        limits=limits,
        pacer=house.pacer,
    )
    app.register_blueprint(api.blueprint(served))
    app.register_blueprint(web.blueprint(shown))
    require_marks(app)
    answer_errors(app, programs=api.answer_error, people=web.answer_error)
    return app
