"""Plans over HTTP: evaluate and keep one, read a kept one. Open to anybody, so each is bounded and they take turns."""

from flask import Flask, Response, request
from pydantic import BaseModel

from equity.api.openapi import BASE
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, errors_as_json, not_found
from equity.http.origin import refuse_foreign
from equity.http.plans import taken_apart
from equity.plans import evaluate, read_plan, suggest
from equity.plans.question import read_question
from equity.plans.store import find_result, keep_result
from equity.say import texts_of
from equity.turns import Turns

TEXTS = texts_of(__name__)

MOST_BYTES = 100_000
AT_ONCE, LINE, WAIT_S = 1, 3, 15.0
SOLVER_S = 8.0  # for anybody; the command line may take longer


def register_plans(server: Flask, ctx: Context) -> None:
    turns = Turns(ctx.settings.var_dir / "turns", "plan", AT_ONCE, line=LINE, wait_s=WAIT_S)
    solving = Turns(ctx.settings.var_dir / "turns", "solver", 1, line=0, wait_s=SOLVER_S)
    path = f"{BASE}/plans"
    server.add_url_rule(
        f"{path}/suggest",
        "api-suggestPlan",
        errors_as_json(lambda: propose(ctx, solving)),
        methods=["POST"],
    )
    server.add_url_rule(path, "api-createPlan", errors_as_json(lambda: create(ctx, turns)), methods=["POST"])
    server.add_url_rule(
        f"{path}/<number>", "api-getPlan", errors_as_json(lambda number: read(ctx, number)), methods=["GET"]
    )


def create(ctx: Context, turns: Turns) -> Response:
    """The plan in the body, worked out on the data in force, and kept."""
    refuse_foreign(request, ctx.settings)
    plan = read_plan(body())
    indicators = ctx.indicators
    found = find_result(plan.on(indicators.data_version).id, ctx.settings)
    if found is None:
        with turns.turn():
            found = taken_apart(ctx, evaluate(plan, indicators))
        keep_result(found, ctx.settings)
    response = _answer(found, found.data_version)
    response.status_code = 201
    response.headers["Location"] = f"{BASE}/plans/{found.id}"
    response.headers["Cache-Control"] = "no-store"
    return response


def propose(ctx: Context, solving: Turns) -> Response:
    """The best plan for the question in the body. One is solved at a time: who comes meanwhile is told when to come again."""
    refuse_foreign(request, ctx.settings)
    asked = read_question(body())
    asked = asked.model_copy(update={"seconds": min(asked.seconds, SOLVER_S)})
    indicators = ctx.indicators
    with solving.turn():
        found = suggest(asked, indicators)
    response = _answer(found, indicators.data_version)
    response.headers["Cache-Control"] = "no-store"
    return response


def read(ctx: Context, number: str) -> Response:
    """A kept plan with its result; the same bytes for ever."""
    found = find_result(number, ctx.settings)
    if found is None:
        raise not_found(TEXTS.no_plan.format(id=number[:20]), "id")
    etag = conditional.etag_of(found.id)
    if conditional.has_it(etag):
        return conditional.not_modified(etag)
    return conditional.stamp(_answer(found, found.data_version), etag)


def body() -> bytes:
    """The JSON that was sent, if it is not too long."""
    if not request.is_json:
        raise ApiError("invalid_parameter", TEXTS.not_json, "body")
    request.max_content_length = MOST_BYTES
    if (request.content_length or 0) > MOST_BYTES:
        raise ApiError("invalid_parameter", TEXTS.too_long.format(most=MOST_BYTES), "body")
    return request.get_data()


def _answer(data: BaseModel, data_version: str) -> Response:
    text = f'{{"data":{data.model_dump_json()},"meta":{{"data_version":"{data_version}"}}}}'
    return Response(text, mimetype="application/json")
