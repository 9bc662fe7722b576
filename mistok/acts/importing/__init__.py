"""Acts that come in numbers: JSON by article, the parliament's open data, sets of local acts (постанова 835).

Readers (`laws_json`, `parliament`, `local_rows`) turn a file into rows, each an `ActRecord` or the reason why
there is none; `work` stores them as a long job; `batches` and `preview` are what a person sees before it.
"""
