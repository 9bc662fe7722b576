"""Health of the addresses that the catalogue sends people to (стан посилань).

`sources` knows the addresses, `looking` asks one of them, `judging` says what the answers mean, `health` what
stands after several days, `work` does it for all, `problems` says it in words.
"""
