"""The tables of the reception."""

from mistok.reception.models.answers import Answer, AnswerSource, AnswerState
from mistok.reception.models.cases import (
    FINAL,
    UNCOUNTED,
    AnswerBy,
    Case,
    CaseKind,
    CaseQuerySet,
    CaseState,
    Channel,
    CloseReason,
    Matter,
)
from mistok.reception.models.messages import Message, MessageKind, MessageSource

__all__ = [
    "FINAL",
    "UNCOUNTED",
    "Answer",
    "AnswerBy",
    "AnswerSource",
    "AnswerState",
    "Case",
    "CaseKind",
    "CaseQuerySet",
    "CaseState",
    "Channel",
    "CloseReason",
    "Matter",
    "Message",
    "MessageKind",
    "MessageSource",
]
