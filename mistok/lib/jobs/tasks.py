"""The door for the background worker."""

from django.tasks import task

from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import run


@task()
def run_job(key: str) -> None:
    """Run the job with this key; one that is gone or done is left alone."""
    job = Job.objects.filter(pk=key).first()
    if job is not None:
        run(job)
