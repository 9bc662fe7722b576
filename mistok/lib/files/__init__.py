"""Files that people give: checked, kept under a key, given out so that nothing in them runs."""
