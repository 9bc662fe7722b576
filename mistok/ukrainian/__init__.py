"""Українська мова: numbers, dates, words and spellings as people in Ukraine write, say and mistype them.
Pure Python that knows nothing of Django; the search, the reports and the pages stand on it."""
