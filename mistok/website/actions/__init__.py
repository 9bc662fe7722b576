"""What the front door writes: words of the search, and the searches that people save."""
