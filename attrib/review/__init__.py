"""Review: a run of the rules over gold, rule by rule, against the last accepted run.

Three things are kept apart: gold (what a person says is true), the baseline (what the last accepted
run gave) and the run (what the rules give now).
"""
