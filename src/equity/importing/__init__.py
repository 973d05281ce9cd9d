"""Pages for bringing in registers: server-rendered, without scripts, and absent unless an admin secret is set."""

from flask import Blueprint, Flask, Response

from equity.http.context import Context
from equity.http.security import content_security_policy
from equity.importing.access import Gate
from equity.importing.ledger import register_ledger
from equity.importing.page import PREFIX, Pages
from equity.importing.review import register_review
from equity.importing.sign_in import register_sign_in
from equity.importing.travel import register_travel
from equity.importing.upload import register_upload


def register_importing(server: Flask, ctx: Context) -> None:
    """Add the pages below ``/data/import``; without an admin secret there are none (404)."""
    if not ctx.settings.admin_secret:
        return
    blueprint = Blueprint("importing", __name__, url_prefix=PREFIX)
    pages = Pages(ctx, Gate(ctx.settings))
    for register in (register_sign_in, register_upload, register_travel, register_review, register_ledger):
        register(blueprint, pages)

    @blueprint.after_request
    def never_keep(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        # whoever may frame the dashboard, nobody frames what signs people in
        response.headers["Content-Security-Policy"] = content_security_policy([], "'none'")
        return response

    server.register_blueprint(blueprint)
