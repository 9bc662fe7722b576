"""What must be done each day, whoever is at work: forget what is past its term, prove the rollups."""

from django.tasks import task

from mistok.desk import appointments_tasks as appointments
from mistok.directory import tasks as catalogue
from mistok.lib.files.tasks import tidy
from mistok.network.tasks import keep_in_step
from mistok.planning.tasks import roll_up
from mistok.reception import tasks as reception
from mistok.search.tasks import catch_up
from mistok.website import tasks as website


@task()
def forget_what_is_past_its_term() -> None:
    """Apply the terms of the personal-data register and drop the results of finished background tasks."""
    from django.core.management import call_command

    call_command("forget", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)


def enqueue() -> None:
    """Put the day's duties in the worker's queue; at a start, also what a stopped worker left undone."""
    catch_up()
    forget_what_is_past_its_term.enqueue()
    keep_in_step.enqueue()
    tidy.enqueue()
    roll_up.enqueue()
    catalogue.enqueue()
    website.enqueue()
    reception.enqueue()
    appointments.enqueue()
