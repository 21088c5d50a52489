"""Airflow 3: one claim's notebook with the PapermillOperator, and a whole watchlist with the BashOperator."""

from datetime import datetime, timedelta

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    "watched_claims",
    schedule="10 6 * * 1",
    start_date=datetime(2024, 1, 1),  # noqa: DTZ001  (Airflow's own time zone)
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
):
    PapermillOperator(
        task_id="one_claim",
        input_nb="/opt/verifier/notebooks/check_claim.ipynb",
        output_nb="/srv/watch/kakar-{{ ds }}.ipynb",
        parameters={"document": "kakar-2023-11-08.md", "claim": 2},
    )
    BashOperator(
        task_id="watchlist",
        bash_command="verifier run /srv/watch/watchlist.yml -o /srv/watch/out --fail-on error",
    )
