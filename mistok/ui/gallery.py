"""What the gallery shows: samples of content as libraries write it, long words and empty places included."""


def samples() -> dict[str, object]:
    """The context of the gallery."""
    return {}
