"""From value records to drawings: Plotly figure dicts and SVG. No dash, no queries."""
