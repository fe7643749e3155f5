"""The figures of a made world beside those of parameters.yml.

Belongs here: measuring the world from its truth and its first landing, by subject. What the figures should be, and how
far off they may lie, stands in parameters.yml; how they come about in the modules that make the world.
"""
