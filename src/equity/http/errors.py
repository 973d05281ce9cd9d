"""What answers programs: JSON, and one shape of errors, ``{"error": {"code", "message_zh", "message_en", "parameter"}}``."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request

from equity.documents.store import UnreadableSnapshot
from equity.errors import Unwritable, UserError
from equity.plans.store import UnreadablePlan
from equity.say import Label, texts_of
from equity.space import NoRoom
from equity.turns import Busy

TEXTS = texts_of(__name__)

RETRY_S = 10
log = logging.getLogger("equity.http")

CODES = {
    "invalid_parameter": 400,
    "unknown_parameter": 400,
    "repeated_parameter": 400,
    "unsupported_format": 400,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "unreadable": 410,
    "busy": 503,
    "storage": 507,
    "server_error": 500,
}


def dump(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class ApiError(UserError):
    """A request that cannot be answered; ``parameter`` names the argument at fault, None where it is none."""

    def __init__(self, code: str, said: Label, parameter: str | None = None) -> None:
        super().__init__(said.zh, said.en)
        self.code, self.parameter = code, parameter
        self.retry_s = RETRY_S if code == "busy" else 0

    @property
    def http_status(self) -> int:
        return CODES[self.code]

    def as_dict(self) -> dict[str, dict[str, str | None]]:
        return {
            "error": {
                "code": self.code,
                "message_zh": self.zh,
                "message_en": self.en,
                "parameter": self.parameter,
            }
        }

    def response(self) -> Response:
        headers = {"Cache-Control": "no-store"}
        if self.retry_s:
            headers["Retry-After"] = str(self.retry_s)
        body = json.dumps(self.as_dict(), ensure_ascii=False)
        return Response(body, self.http_status, headers, mimetype="application/json")


def told(error: UserError) -> ApiError:
    """What a reader is told where the server cannot do its part: no folders, but when to come again."""
    if isinstance(error, Busy):
        busy = ApiError("busy", Label(error.zh, error.en))
        busy.retry_s = error.retry_s
        return busy
    if isinstance(error, Unwritable):
        log.error("%s", error.en)
        return ApiError("storage", Label(error.plain_zh, error.plain_en))
    return ApiError("storage", Label(error.zh, error.en))


def not_found(what: Label, parameter: str | None = None) -> ApiError:
    return ApiError("not_found", TEXTS.not_found.format(what=what), parameter)


def errors_as_json(view: Callable[..., Response]) -> Callable[..., Response]:
    """The view with its errors in the shape of the API; what nobody foresaw is logged and told as such."""

    @wraps(view)
    def answer(**path: str) -> Response:
        try:
            return view(**path)
        except ApiError as error:
            return error.response()
        except (UnreadableSnapshot, UnreadablePlan) as error:
            return ApiError("unreadable", Label(error.zh, error.en)).response()
        except (Busy, NoRoom, Unwritable) as error:
            return told(error).response()
        except UserError as error:
            return ApiError("invalid_parameter", Label(error.zh, error.en)).response()
        except Exception:
            log.exception("unhandled error at %s", request.full_path)
            return ApiError("server_error", TEXTS.broken).response()

    return answer
