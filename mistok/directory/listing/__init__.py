"""The public list of services: filters that add up, facets with counts, pages – fast at 100,000 entries."""

from mistok.directory.listing.facets import Choice, Listing, listing
from mistok.directory.listing.filters import Filters

__all__ = ["Choice", "Filters", "Listing", "listing"]
