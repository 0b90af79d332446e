"""Keys typed ahead reach what the keys before them opened: a slow link delivers many at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 1.0
"""Seconds after which the next key no longer waits for what the one before it began."""
A_MOMENT = 0.01
"""Seconds between two looks at whether the first screen is there."""


class TypedKeysApp(App[Any]):
    """An app that takes one key after the other.

    Textual hands keys to the focused widget as they come, so that of ``/france`` only the slash would reach the table's
    search and ``f`` would still go to the table. Here the next key waits until the one before it has gone up from the
    focused widget to the app, and until a screen that it opened can take keys.
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key] = deque()
        self._typing: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Line up keys that come from the terminal; all else takes Textual's way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._typing is not None and not self._typing.done():
            self._typed.append(event)
            return
        if not self._takes_keys():
            self._typed.append(event)
            self._typing = asyncio.create_task(self._take_turns(()))
            return
        way = self._way()
        await super().on_event(event)
        self._typing = asyncio.create_task(self._take_turns(way))

    def _takes_keys(self) -> bool:
        """Say whether the first screen is there: keys may have been typed before the app had any."""
        return bool(self.screen_stack) and self.screen_stack[-1]._mounted_event.is_set()

    def _way(self) -> list[MessagePump]:
        """Return the nodes a key goes through now, from the focused widget up to the app."""
        if not self.screen_stack:
            return [self]
        return [*(self.focused or self.screen).ancestors_with_self]

    async def _take_turns(self, way: Iterable[MessagePump]) -> None:
        """Wait until a key has gone its way, then hand on those that were typed meanwhile, one by one."""
        await self._gone(way)
        while not self._takes_keys():
            await asyncio.sleep(A_MOMENT)
        while self._typed and self.is_running:
            event = self._typed.popleft()
            way = self._way()
            await super().on_event(event)
            await self._gone(way)

    async def _gone(self, way: Iterable[MessagePump]) -> None:
        before = self.screen_stack[-1] if self.screen_stack else None
        try:
            async with asyncio.timeout(PATIENCE):
                for node in way:
                    await _caught_up(node)
                screen = self.screen_stack[-1] if self.screen_stack else None
                if screen is not None and screen is not before:
                    await screen._mounted_event.wait()
                    await _caught_up(screen)
                    await _caught_up(self)
        except TimeoutError:
            return


async def _caught_up(node: MessagePump) -> None:
    """Wait until a node has dealt with every message that it has been sent up to now."""
    reached = asyncio.Event()
    if node.is_running and node.call_later(reached.set):
        await reached.wait()
