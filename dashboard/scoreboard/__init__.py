"""The scoreboard: ensembles judged, and its plots."""
