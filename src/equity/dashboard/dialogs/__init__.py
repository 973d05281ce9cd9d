"""The export and embed dialogs of the page."""

from equity.dashboard.dialogs.register import DIALOGS, register_dialogs

__all__ = ["DIALOGS", "register_dialogs"]
