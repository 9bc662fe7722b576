"""The print shop (друкарня): what a library prints for its readers, each with codes that lead to the cards.

A product is one module and one template: it says what may be chosen and composes the data; the template lays
it out and tells what did not fit.
"""
