"""Letters between people and the library: Case (питання), Message (лист), Answer (готова відповідь)."""
