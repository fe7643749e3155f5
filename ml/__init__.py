"""Pure Python models over tables: what is learned from data, scored, promoted or searched for.

Belongs here: contracts of the tables a model reads, feature lists, estimators, training, evaluation, scoring,
the model registry, identity components, plan optimisation (``ml.optimise``). Tables come in and go out as
Arrow. Elsewhere: reading and writing the warehouse and scheduling (``orchestration``), SQL (``dbt_project``).
"""
