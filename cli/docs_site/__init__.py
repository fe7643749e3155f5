"""The documentation site: pages made from dbt's artifacts, to be opened from a folder, without a network.

Belongs here: turning a manifest and a catalog into pages. Running dbt belongs in ``cli.docs``; what the pages say
belongs in the YAML of the dbt project.
"""
