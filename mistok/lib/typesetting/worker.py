"""The program that runs Typst: one order on its input, the made thing on its output.

A process of its own for each order, because Typst remembers what it laid out (300 MiB after forty booklets)
and a web worker would keep that for ever; this one gives all back. It starts in 35 ms and knows no Django.
"""

import json
import sys

import typst


def main() -> int:
    order = json.load(sys.stdin.buffer)
    common = {
        "root": order["root"],
        "font_paths": typst.Fonts(include_system_fonts=False),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": order["data"]},
    }
    made: bytes | list[bytes]
    try:
        if order["verb"] == "told":
            made = typst.query(
                order["template"], selector="<told>", field="value", one=True, **common
            ).encode()
        elif order["verb"] == "pdf":
            # ISO 14289-1: refuses to write a PDF that a screen reader could not read
            made = typst.compile(order["template"], format="pdf", pdf_standards=["ua-1"], **common)
        else:
            made = typst.compile(order["template"], format="png", ppi=order["ppi"], **common)
    except RuntimeError as error:
        sys.stderr.write(getattr(error, "diagnostic", "") or str(error))
        return 1
    pieces = made if isinstance(made, list) else [made]
    sys.stdout.buffer.write(json.dumps([len(each) for each in pieces]).encode() + b"\n")
    for each in pieces:
        sys.stdout.buffer.write(each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
