"""Kombu's queue in a folder, for one machine without Redis, made safe.

As it comes, a worker may read a message that is still being written, and it dies of a message
it cannot read. Here a message appears whole, and what is none is thrown away: the queue is only
a hint.
"""

import logging
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(  # type: ignore[override] # kombu's own two parents name it differently
        self, queue: str, message: Any, **options: Any
    ) -> None:
        """Write the message under a name nobody looks for, then let it appear at once."""
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = Path(self.data_folder_out, f"{name}.part")
        try:
            part.write_text(dumps(message))
            part.rename(part.with_name(name))
        except OSError as error:
            raise ChannelError(f"The queue's folder cannot be written to: {error}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the next message there is. Raises queue.Empty when there is none."""
        while True:
            try:
                message = super()._get(queue)
            except ValueError as error:
                logger.warning("What was no message is thrown away: %s", error)
                continue
            if isinstance(message, dict) and {"body", "headers", "properties"} <= message.keys():
                return message
            logger.warning("What was no message is thrown away")


class Transport(filesystem.Transport):
    Channel = Channel
