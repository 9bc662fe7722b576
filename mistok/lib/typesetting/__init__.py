"""Setting type (верстка): data and a template in, a tagged PDF or pictures of its pages out.

The only place that calls Typst. A template is a `.typ` file of ours; everything that people wrote reaches it
as JSON, so that no name of a service can become markup. Only the fonts inside Typst are used (Libertinus
Serif): the same sheet comes out of every machine.
"""
