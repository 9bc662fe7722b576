"""Services from a table: columns matched to fields, a preview with differences, a long job, and its undoing.

`columns` know the fields, `values` read cells, `lookups` find what cells name, `examining` says what a row
would do, `batches` hold what a person chose, `work` does it, `undoing` takes it back.
"""
