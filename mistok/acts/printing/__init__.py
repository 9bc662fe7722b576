"""Extracts of acts on paper."""
