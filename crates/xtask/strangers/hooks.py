"""What the stranger is told beyond the document, and what he looks at beyond the built-in checks."""

import os

import schemathesis

# The stranger's own key: were he to revoke it, he would see nothing but 401 from then on.
OWN_KEY = os.environ.get("INFRASELL_KEY_ID", "")
NOBODYS_KEY = "key_9007199254740991"
KEY = os.environ.get("INFRASELL_KEY", "")
CUSTOMER = os.environ.get("INFRASELL_CUSTOMER", "")
# What would end the customer's session, or his being a customer.
ENDS = ("/session", "/sessions/{id}")
# Headers of the protocol or for browsers: the same on every answer, and not of our making.
COMMON = {
    "content-type", "content-length", "content-encoding", "transfer-encoding", "date", "vary", "allow", "cache-control",
    "connection", "access-control-allow-origin", "access-control-expose-headers", "access-control-allow-credentials",
    "access-control-allow-methods", "access-control-allow-headers", "access-control-max-age", "x-content-type-options",
    "x-frame-options", "referrer-policy", "content-security-policy",
}
_sent = 0


@schemathesis.hook
def before_call(context, case, kwargs):
    global _sent
    _sent += 1
    path = case.operation.path
    if case.method == "DELETE" and path.endswith("/api-keys/{id}") and case.path_parameters.get("id") == OWN_KEY:
        case.path_parameters["id"] = NOBODYS_KEY
    # Where a buyer may sign in, the owner's key gives way to a customer's token, or to nothing. What a check sends to see
    # whether a wrong secret is refused stays as it is.
    if path.startswith("/store/") and case.headers and case.headers.get("Authorization") == f"Bearer {KEY}":
        if CUSTOMER and _sent % 3 and not (case.method == "DELETE" and path.endswith(ENDS)):
            case.headers["Authorization"] = f"Bearer {CUSTOMER}"
        else:
            del case.headers["Authorization"]
    # A made-up version is stale and a made-up key was used before: mostly leave them out, or nothing is ever changed.
    if case.headers:
        for name in ("If-Match", "Idempotency-Key"):
            if _sent % 4 and case.headers.get(name):
                del case.headers[name]


@schemathesis.check
def headers_are_documented(ctx, response, case):
    """Every header of ours is in the document, for that status."""
    definition = case.operation.definition.raw["responses"].get(str(response.status_code))
    if definition is None:
        return
    definition = _resolved(case, definition)
    documented = {name.lower() for name in definition.get("headers", {})}
    undocumented = sorted(set(name.lower() for name in response.headers) - documented - COMMON)
    assert not undocumented, f"undocumented headers with {response.status_code}: {', '.join(undocumented)}"


@schemathesis.check
def problems_say_what_is_wrong(ctx, response, case):
    """A failure has a stable code and its own status, and a wrong field is named."""
    # GraphQL has a form of its own for what went wrong, which its schema in the document holds
    if response.status_code < 400 or case.operation.path.startswith("/api/"):
        return
    problem = response.json()
    assert problem["status"] == response.status_code, f"says {problem['status']}, is {response.status_code}"
    assert problem["code"] and problem["type"] == f"urn:infrasell:problem:{problem['code']}"
    assert problem["title"], "no title"
    if problem["code"] == "invalid":
        assert problem.get("errors"), "a field is wrong, and none is named"


def _resolved(case, definition):
    while "$ref" in definition:
        found = case.operation.schema.raw_schema
        for part in definition["$ref"].lstrip("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        definition = found
    return definition
