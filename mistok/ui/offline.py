"""Pages for counting by hand that open without a connection: one worker, told which pages are meant."""

import json
from pathlib import Path

from django.http import HttpResponse

SCRIPT = Path(__file__).parent / "static" / "ui" / "js" / "counting-worker.js"


def counting_worker(pages: str) -> HttpResponse:
    """The script for pages whose path matches the pattern (of JavaScript). It must come from above them."""
    text = f"const COUNTING = {json.dumps(pages)};\n{SCRIPT.read_text(encoding='utf-8')}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
