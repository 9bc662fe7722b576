"""Letters between people and the library.

Case (запитання), Message (лист у справі), Answer (відповідь для всіх).
"""
