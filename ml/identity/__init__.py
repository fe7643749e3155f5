"""Which source records are one customer: graph and pair-scoring algorithms over records and edges.

Blocking, pair making and the choice of the customer's id are SQL (``dbt_project/models/intermediate``).
"""
