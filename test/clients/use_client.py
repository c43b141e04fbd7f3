"""What a program sees that uses scim2-client, with the models that it finds in /Schemas, as JSON."""

import json

from scim2_client import SCIMClientException
from scim2_models import BulkOperation, BulkRequest, PatchOp, PatchOperation, SearchRequest

from driver import connect

scim = connect()
scim.discover()
User = scim.get_resource_model("User")
Group = scim.get_resource_model("Group")


def dumped(resource):
    return resource.model_dump(mode="json", by_alias=True, exclude_none=True)


def refusal(act):
    try:
        act()
    except Exception as error:
        return {"raised": type(error).__name__, "says": str(error)}
    return None


def patch(resource, *operations):
    body = PatchOp[type(resource)](operations=[PatchOperation(**operation) for operation in operations])
    return scim.modify(resource, body)


def member(user):
    return {"value": user.id, "$ref": user.meta.location, "type": "User"}


def pages_by_index(size):
    start, seen = 1, []
    while True:
        page = scim.query(User, query_parameters=SearchRequest(start_index=start, count=size, filter='userName sw "page-"', sort_by="userName"))
        seen.append([user.user_name for user in page.resources or []])
        start += page.items_per_page
        if start > page.total_results:
            return seen


def pages_by_cursor(size):
    cursor, seen = "", []
    while cursor is not None:
        page = scim.query(User, query_parameters=SearchRequest(cursor=cursor, count=size, filter='userName sw "page-"'))
        seen.append([user.user_name for user in page.resources or []])
        cursor = page.next_cursor
    return seen


def saw():
    ada = scim.create(User(user_name="ada", external_id="00ada", emails=[User.Emails(value="ada@acme.example", type="work", primary=True)]))
    grace = scim.create(User(user_name="grace"))
    yield "created", dumped(ada)
    yield "created again", refusal(lambda: scim.create(User(user_name="ADA")))

    ada = patch(ada, {"op": "replace", "path": "title", "value": "Countess"}, {"op": "add", "path": 'emails[type eq "work"].display', "value": "Ada"})
    yield "patched", dumped(ada)
    yield "read with its version", scim.query(ada) is ada
    patch(scim.query(User, ada.id), {"op": "replace", "path": "title", "value": "Lady"})
    yield "patched in a version that is no longer", refusal(lambda: patch(ada, {"op": "remove", "path": "title"}))

    ada = scim.query(User, ada.id)
    ada.display_name = "Ada Lovelace"
    yield "replaced", dumped(scim.replace(ada))

    engines = scim.create(Group(display_name="engines", members=[member(ada)]))
    patch(engines, {"op": "add", "path": "members", "value": [member(grace)]})
    patch(scim.query(Group, engines.id), {"op": "remove", "path": f'members[value eq "{ada.id}"]'})
    yield "members", [found.value for found in scim.query(Group, engines.id).members] == [grace.id]
    yield "groups of a member", [found.display for found in scim.query(User, grace.id).groups]

    operations = [BulkOperation[User](method="POST", path="/Users", bulk_id=f"b{place}", data=User(user_name=f"page-{place:02}")) for place in range(23)]
    answers = scim.bulk(BulkRequest[User](operations=operations)).operations
    yield "bulk", sorted({int(answer.status) for answer in answers})
    yield "pages by index", pages_by_index(10)
    yield "pages by cursor", pages_by_cursor(10)
    found = scim.search(SearchRequest(filter='userName eq "GRACE"', attributes=["userName"])).resources
    yield "search", [dumped(resource) for resource in found]

    scim.delete(Group, engines.id)
    scim.delete(User, ada.id)
    yield "read when it is gone", refusal(lambda: scim.query(User, ada.id))
    yield "left", [group.display_name for group in scim.query(Group).resources or []]


print(json.dumps(dict(saw())))
