"""QR codes of our own addresses, as small SVG pictures."""

from functools import lru_cache
from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpResponse

ONE_DAY = 24 * 3600


@lru_cache(maxsize=500)
def qr_svg(address: str) -> bytes:
    """The address as an SVG that scales to any size; 15 % of it may be smudged (level M)."""
    picture = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        picture,
        kind="svg",
        border=2,
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        light="#fff",
    )
    return picture.getvalue()


def qr_response(path: str) -> HttpResponse:
    """The full address of a page of this site as a picture that readers may keep for a day."""
    response = HttpResponse(qr_svg(f"{settings.SITE_URL}{path}"), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response
