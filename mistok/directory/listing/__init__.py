"""The public list of services: filters that add up, facets with counts, pages – fast at 100,000 entries."""

from mistok.directory.listing.facets import listing
from mistok.directory.listing.filters import Filters
from mistok.lib.narrowing import Choice, Listing

__all__ = ["Choice", "Filters", "Listing", "listing"]
