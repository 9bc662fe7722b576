import factory
from django.utils import timezone

from mistok.directory.models import (
    Collection,
    CollectionItem,
    Guide,
    GuideStep,
    LifeSituation,
    Revision,
    RevisionState,
    Service,
)
from mistok.directory.snapshots import snapshot
from mistok.network.models import OrganisationKind
from mistok.network.tests.factories import OrganisationFactory, StoredFileFactory


class LifeSituationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LifeSituation
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"situation-{n}")
    name = factory.Sequence(lambda n: f"Життєва ситуація {n}")


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.Sequence(lambda n: f"Послуга {n}: подати заяву")
    short_name = factory.Sequence(lambda n: f"Послуга {n}")
    provider = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PROVIDER)
    url = "https://example.org/service"
    summary = "Держава допоможе оплатити рахунки."
    bring = ["паспорт або ID-картка"]
    steps = ["Відкрийте сайт.", "Увійдіть через Дія.Підпис."]

    @factory.post_generation
    def situations(self, create, extracted, **kwargs):
        if create and extracted:
            self.situations.set(extracted)


class RevisionFactory(factory.django.DjangoModelFactory):
    """An approved text that says what the card says, unless told otherwise."""

    class Meta:
        model = Revision

    service = factory.SubFactory(ServiceFactory)
    state = RevisionState.APPROVED
    fields = factory.LazyAttribute(lambda each: snapshot(each.service))
    decided_at = factory.LazyAttribute(
        lambda each: None if each.state in (RevisionState.DRAFT, RevisionState.WAITING) else timezone.now()
    )


class GuideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guide
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"guide-{n}")
    name = factory.Sequence(lambda n: f"Як подати заяву {n}")
    summary = "Крок за кроком, з малюнками."
    is_published = True

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create:
            self.services.set(extracted or [])
            picture = StoredFileFactory(media_type="image/webp", width=640, height=360)
            GuideStep.objects.create(
                guide=self, order=1, text="Відкрийте сайт.", picture=picture, alt="Головна сторінка"
            )


class CollectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Collection
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"collection-{n}")
    name = factory.Sequence(lambda n: f"Добірка {n}")
    is_published = True

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        for order, service in enumerate(extracted or [], start=1):
            CollectionItem.objects.create(collection=self, order=order, service=service)
