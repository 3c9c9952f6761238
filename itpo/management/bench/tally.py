"""Counting what a page asks of the database, in requests that ask for it."""

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK, QUERIES, DB_MS, WORKER = "X-Bench", "X-Bench-Queries", "X-Bench-Db-Ms", "X-Bench-Worker"


class Tally:
    """How many statements there were, and how long the database took for them."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


class TallyMiddleware:
    """Outermost, so that session and user are counted too; where a request asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return self.get_response(request)
        tally = Tally()
        with connection.execute_wrapper(tally):
            response = self.get_response(request)
        response[QUERIES] = str(tally.queries)
        response[DB_MS] = f"{tally.seconds * 1000:.3f}"
        response[WORKER] = str(os.getpid())
        return response
