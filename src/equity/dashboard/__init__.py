"""The dashboard: pages, components and callbacks. The only room that knows dash."""

from equity.dashboard.frame import create_dashboard
from equity.dashboard.index import Application

__all__ = ["Application", "create_dashboard"]
