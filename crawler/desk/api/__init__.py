"""The desk for programs: the same as its pages, as JSON below /api/. The description is /api/openapi.json."""
