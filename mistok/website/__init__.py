"""The front door: home, search page, about, accessibility, privacy, health, errors."""
