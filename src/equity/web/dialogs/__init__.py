"""The export and embed dialogs of the page."""

from equity.web.dialogs.register import register_dialogs

__all__ = ["register_dialogs"]
