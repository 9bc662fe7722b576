#!/usr/bin/env python
"""Django's own door, for tools that look for it; people use `mistok` (see README)."""

from mistok.__main__ import main

if __name__ == "__main__":
    main()
