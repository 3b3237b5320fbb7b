"""How sure a figure is that comes from few documents: intervals, paired comparison, power.

The unit of all of it is the document: its items are right or wrong together.
"""
