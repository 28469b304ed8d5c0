"""Work that comes back to a screen which is being taken down, and finds its widgets gone."""

from __future__ import annotations

from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.worker import NoActiveWorker, WorkerFailed, get_current_worker


def is_too_late(error: Exception, app: App[None]) -> bool:
    """Return whether `error`, raised in the task that asks, says only that nobody looks at the screen any more.

    Textual takes the widgets of a screen down before it cancels the screen's workers: one that comes back in between
    does not find them. That is no fault, and ends nothing.
    """
    fault = error.error if isinstance(error, WorkerFailed) else error
    if not isinstance(fault, NoMatches):
        return False
    try:
        node: object = get_current_worker().node
    except NoActiveWorker:
        node = active_message_pump.get(None)
    return not app.is_running or (isinstance(node, DOMNode) and node._pruning)
