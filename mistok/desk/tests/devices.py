"""A device as the desk's script makes one: records with their checksums, sent in batches."""

import json
import uuid as uuids
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from mistok.desk.facts import checksum
from mistok.lib.identifiers import uuid7


class Device:
    """Records of one person at one point."""

    def __init__(self, client: Client, person: Any, point: Any) -> None:
        self.client, self.person, self.point = client, person, point
        self.key = str(uuids.uuid4())

    def record(self, kind: str = "encounter", *, at: datetime | None = None, **facts: Any) -> dict[str, Any]:
        """A record of the facts, as of now."""
        return {
            "uuid": str(uuid7()),
            "schema": 1,
            "kind": kind,
            "point": self.point.slug,
            "occurred_at": (at or timezone.now()).isoformat(),
            "zone": "Europe/Kyiv",
            "actor": str(self.person.pk),
            "sha256": checksum(facts),
            "facts": facts,
        }

    def send(self, *records: Any, sent_at: datetime | None = None, settled: Any = ()) -> list[dict[str, Any]]:
        """The answers to a batch; `settled` are identifiers of what was put away."""
        body = {
            "device": self.key,
            "sent_at": (sent_at or timezone.now()).isoformat(),
            "records": list(records),
            "settled": settled,
        }
        response = self.client.post("/desk/sync", json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content
        answers: list[dict[str, Any]] = response.json()["answers"]
        assert len(answers) == len(records)
        return answers

    def said(self, *records: Any, **more: Any) -> list[str]:
        """The answers in short: "created", "rejected:gone"."""
        return [
            f"{each['answer']}:{each['code']}" if each["code"] else each["answer"]
            for each in self.send(*records, **more)
        ]
