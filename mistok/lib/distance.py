"""How far one place on the Earth is from another."""

from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0088  # mean radius, km (IUGG)


def kilometres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """The distance as the crow flies, km, between two places in degrees (haversine; error below 0.5 %).

    >>> round(kilometres(50.4501, 30.5234, 46.9750, 31.9946))  # Kyiv – Mykolaiv
    401
    """
    first, second = radians(latitude), radians(to_latitude)
    across = sin((second - first) / 2) ** 2
    along = sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, across + cos(first) * cos(second) * along)))
