"""Which pages of a long list get a link of their own."""

NEAR = 1  # neighbours on each side of the current page
FEW = 7  # up to so many pages every one is shown


def links(current: int, last: int) -> list[int | None]:
    """Page numbers to show, `None` for a gap; never more than seven, so nine links with back and forward.

    >>> links(6, 20)
    [1, None, 5, 6, 7, None, 20]
    """
    if last <= FEW:
        return list(range(1, last + 1))
    low, high = current - NEAR, current + NEAR
    if low <= 3:
        return [*range(1, 6), None, last]
    if high >= last - 2:
        return [1, None, *range(last - 4, last + 1)]
    return [1, None, *range(low, high + 1), None, last]
