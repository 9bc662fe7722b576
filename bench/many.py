"""Many services for the benchmarks: true in shape (a few big providers, many small ones), made up in words.

.venv/bin/python -m bench.many 100000        # into the database of MISTOK_DATA
"""

import random
import sys

SITUATIONS, AUDIENCES = 3, 2  # at most, of one service
CHUNK = 5000


def fill(count: int, seed: int = 7) -> None:
    """Add so many services, with situations, audiences, channels and costs, under 2,000 providers."""
    from mistok.directory.models import Channel, LifeSituation, Service
    from mistok.network.models import Organisation, VisitorCategory

    chance = random.Random(seed)
    providers = Organisation.objects.bulk_create(
        Organisation(slug=f"many-{number}", kind="provider", name=f"Виконавчий комітет ради № {number}")
        for number in range(2000)
    )
    weights = [1 / (place + 1) for place in range(len(providers))]
    situations, audiences = list(LifeSituation.objects.all()), list(VisitorCategory.objects.all())
    channels = list(Channel.values)
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        services = Service.objects.bulk_create(
            Service(
                slug=f"many-{number}",
                name=f"Видача довідки № {number} про склад сім’ї та місце проживання",
                short_name=f"Довідка {number}",
                provider=chance.choices(providers, weights)[0],
                url=f"https://example.org/{number}",
                summary="Орган місцевого самоврядування видає довідку в день звернення; потрібен паспорт.",
                kind=chance.choice(["e-service", "e-service", "resource"]),
                channels=chance.sample(channels, chance.randint(1, 3)),
                cost_amount=chance.choice([None, 0, 0, 120]),
                demand=chance.randint(0, 100),
            )
            for number in numbers
        )
        for through, column, values, most in (
            (Service.situations.through, "lifesituation_id", situations, SITUATIONS),
            (Service.audiences.through, "visitorcategory_id", audiences, AUDIENCES),
        ):
            through.objects.bulk_create(
                through(**{"service_id": service.pk, column: value.pk})
                for service in services
                for value in chance.sample(values, chance.randint(1, most))
            )


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
    import django

    django.setup()
    fill(int(sys.argv[1]))
