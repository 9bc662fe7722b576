"""Who did what, when: Entry (запис журналу). Append-only, without foreign keys."""
