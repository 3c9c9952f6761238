"""The shared cache. Nothing depends on it: while it is away, nothing is remembered."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgettingRedisCache(RedisCache):
    """Redis that has forgotten everything while it cannot be reached."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _away(error, default)

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        try:
            super().set(key, value, *args, **options)
        except RedisError as error:
            _away(error, None)

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        try:
            return super().add(key, value, *args, **options)
        except RedisError as error:
            return bool(_away(error, False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for what is not there, as every cache does."""
        try:
            return super().incr(key, delta, version)
        except RedisError as error:
            raise ValueError(f"Key {key!r} cannot be reached") from error


def _away(error: RedisError, answer: Any) -> Any:
    logger.warning("The cache is away: %s", error)
    return answer
