"""Learned components: backends for checkpoints, training, and the folders of trained models that ship with the package.

The core does without: its recognisers are tables and rules (`eligo.entities`). What is added here becomes a spaCy
component with the same labels and offsets.
"""
