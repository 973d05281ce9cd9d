"""Embeds: light pages, pictures and oEmbed with the same address state as the dashboard."""
