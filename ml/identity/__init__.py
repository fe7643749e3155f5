"""Which source records are one customer: algorithms over records and the edges between them.

Belongs here: what needs a graph or a score and is awkward in SQL; tables in, tables out. Blocking, making
pairs and choosing the customer's id are SQL (``dbt_project/models/intermediate``).
"""
