"""Presentation only: each view turns a moment into Bokeh data or into a small dictionary for the page."""
