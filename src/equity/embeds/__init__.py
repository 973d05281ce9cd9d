"""Embeds: light pages, pictures and oEmbed with the same address state as the dashboard."""

from equity.embeds.routes import register_embeds

__all__ = ["register_embeds"]
