"""The registries of acts and queries as OpenAPI 3.1: parameters, results, refusals, and how a caller shows who he is."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from duongthu import __version__
from duongthu.acts.api import ActSpec, QuerySpec, all_acts, all_queries
from duongthu.kernel.doors import PUBLIC, open_to

REF = "#/components/schemas/{model}"
TEXT = {"type": "string"}
REFUSAL = {
    "type": "object",
    "description": "A named no: the code is stable, the sentence is for people; field and row say where.",
    "required": ["code", "message", "field", "row", "details"],
    "properties": {
        "code": TEXT, "message": TEXT, "field": TEXT, "row": {"type": ["integer", "null"]}, "details": {"type": "object"},
    },
}  # fmt: skip
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of one registered device of one person (`duongthu token`, /tai-khoan/): for some acts, some days.",
}
ERRORS = {
    "401": "no token in force (rest.no_token, rest.token_ended, rest.token_expired), or of another device (rest.wrong_device)",
    "403": "the token is not for this act (rest.out_of_scope)",
    "503": "the database is away or busy; send the same command again after Retry-After seconds",
}


@require_GET
@open_to(PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """``/api/v1/openapi.json``: one path an act, one a query."""
    schemas: dict[str, Any] = {"Refusal": REFUSAL}
    paths = {f"/api/v1/acts/{spec.name}": {"post": _operation(spec, schemas)} for spec in all_acts()}
    paths |= {f"/api/v1/queries/{spec.name}": {"get": _question(spec, schemas)} for spec in all_queries()}
    return JsonResponse({
        "openapi": "3.1.0",
        "info": {"title": "Đường Thư", "version": __version__},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": BEARER}},
        "security": [{"token": []}],
    })  # fmt: skip


def _operation(spec: ActSpec, schemas: dict[str, Any]) -> dict[str, Any]:
    params = spec.model.model_json_schema(ref_template=REF)
    result = spec.returns.json_schema(ref_template=REF, mode="serialization")
    for schema in (params, result):
        schemas.update(schema.pop("$defs", {}))
    refused = {"$ref": REF.format(model="Refusal")}
    errors = {code: {"description": why, "content": _json(refused)} for code, why in ERRORS.items()}
    key = "made by the sender (UUIDv7); the same again answers the same"
    body = {
        "type": "object",
        "required": ["command_id", "params"],
        "properties": {
            "command_id": {"type": "string", "format": "uuid", "description": key},
            "device_at": {"type": "string", "format": "date-time"},
            "params": params,
        },
    }  # fmt: skip
    return {
        "operationId": spec.name,
        "summary": spec.purpose,
        "description": f"{spec.title}. Roles: {', '.join(sorted(spec.roles))}",
        "parameters": [{"name": "X-Device", "in": "header", "required": False, "schema": TEXT}],
        "requestBody": {"required": True, "content": _json(body)},
        "responses": {
            "200": {"description": "done", "content": _json(_outcome(result))},
            "202": {"description": "proposed: waits for its checkers", "content": _json(_outcome({"type": "object"}))},
            "422": {"description": "refused", "content": _json(_outcome({"type": "object"}))},
            **errors,
        },
    }  # fmt: skip


def _question(spec: QuerySpec[Any], schemas: dict[str, Any]) -> dict[str, Any]:
    params = spec.model.model_json_schema(ref_template=REF)
    rows = spec.rows.json_schema(ref_template=REF, mode="serialization")
    for schema in (params, rows):
        schemas.update(schema.pop("$defs", {}))
    needed = params.get("required", [])
    asked = [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in params.get("properties", {}).items()
    ]
    count = {"type": "integer", "minimum": 1}
    body = {"query": TEXT} | (
        {"row": rows["items"]}
        if spec.one
        else {
            "page": count,
            "pages": count,
            "total": {"type": "integer"},
            "rows": rows | {"maxItems": spec.most},
        }
    )
    refused = _json({"$ref": REF.format(model="Refusal")})
    errors = {
        **{code: {"description": why, "content": refused} for code, why in ERRORS.items()},
        "403": {"description": "no role for it, or the token is not for it", "content": refused},
        "404": {"description": "nothing of the kind within reach (acts.nothing_found)", "content": refused},
        "422": {"description": "a wrong parameter, or a unit beyond reach", "content": refused},
    }
    paged = [] if spec.one else [{"name": "page", "in": "query", "required": False, "schema": count}]
    answer = {"type": "object", "required": list(body), "properties": body}
    return {
        "operationId": spec.name,
        "summary": spec.purpose,
        "description": f"{spec.title}. Roles: {', '.join(sorted(spec.roles))}",
        "parameters": [
            *asked,
            *paged,
            {"name": "X-Device", "in": "header", "required": False, "schema": TEXT},
        ],
        "responses": {"200": {"description": "the answer", "content": _json(answer)}, **errors},
    }


def _outcome(result: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "command_id": {"type": "string", "format": "uuid"},
        "act": TEXT,
        "status": {"enum": ["done", "proposed", "refused"]},
        "act_id": {"type": "integer"},
        "result": result,
        "refusal": {"anyOf": [{"$ref": REF.format(model="Refusal")}, {"type": "null"}]},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
