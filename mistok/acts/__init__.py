"""Normative acts (нормативно-правові акти): what the law says, in which edition, and the file it came in."""
