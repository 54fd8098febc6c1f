"""What Glasscope ships beside its code: prepared glasses, style and logo."""
