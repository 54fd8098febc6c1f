"""The console script: what `glasscope ...` does."""
