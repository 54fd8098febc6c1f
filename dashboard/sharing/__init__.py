"""With whom the page is shared: addresses it answers to, who may come in, what a browser may do with it."""
