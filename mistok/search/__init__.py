"""Finding in own words: one index over what apps declare, its outbox (черга змін) and the log of queries."""
