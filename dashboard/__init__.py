"""The page of Glasscope: a Panel dashboard that shears a model glass and shows where it yields."""
