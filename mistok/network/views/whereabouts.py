"""What pages of points and of offices say alike."""

from mistok.network.models import Place, ServicePoint


def map_address(where: ServicePoint | Place) -> str:
    """Where OpenStreetMap shows the way; a plain link, nothing is loaded from there."""
    if where.latitude is None or where.longitude is None:
        return ""
    place = f"{where.latitude:.5f}/{where.longitude:.5f}"
    return (
        f"https://www.openstreetmap.org/?mlat={where.latitude:.5f}&mlon={where.longitude:.5f}#map=17/{place}"
    )
