"""What goes by itself when its time is over, beside the requests that the server answers."""

from __future__ import annotations

import logging
import threading
from typing import Final

from .blobs import REFERRING
from .protocol import Processor

log = logging.getLogger("jmap_reference")

INTERVAL: Final = 600.0
"""Seconds from one sweep to the next."""


class Sweeper:
    """Sweeps from time to time, in a thread of its own once it is started."""

    def __init__(self, processor: Processor, interval: float = INTERVAL) -> None:
        self._processor, self._interval = processor, interval
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def sweep(self) -> int:
        """How many blobs were deleted, since no record refers to them and nobody has held them for long enough."""
        processor = self._processor
        # req: core/Blob/may-delete
        before = processor.clock() - processor.quotas.hold_blobs_for
        with processor.store.transaction(write=True) as transaction:
            return transaction.drop_blobs(before, REFERRING)

    def _run(self) -> None:
        while True:
            try:
                self.sweep()
            except Exception:
                log.exception("sweep failed")
            if self._stopped.wait(self._interval):
                return
