"""Parts of the text pages: one module per block of a page."""
