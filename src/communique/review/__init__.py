"""Labeling in a browser: one page on loopback, every action saved to the source before it is shown.

The state of a document is a value, an action a value, ``apply(state, action)`` the next state; what
the page shows is drawn from the state, and undo is the list of actions without its last.
"""
