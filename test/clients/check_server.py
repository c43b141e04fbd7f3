"""Every check of scim2-tester, and what each has found, as JSON."""

import json

from scim2_tester import check_server

from driver import connect

print(
    json.dumps(
        [
            {
                "status": result.status.name,
                "check": result.title,
                "resourceType": result.resource_type,
                "reason": result.reason,
                "about": result.data.get("urn") if isinstance(result.data, dict) else None,
            }
            for result in check_server(connect())
        ]
    )
)
