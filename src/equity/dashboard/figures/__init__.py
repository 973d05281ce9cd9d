"""The figures that only Plotly and the pages draw."""
