"""Who meets whom when: the problem, a plain fill, and the solver. Knows neither Django nor tables.

`solve` runs in a process of its own, so that nothing else ever loads the solver.
"""
