"""Which companies to invite for the projects that delegates bring, and why.

An app says in its `match_reasons.py` what speaks for a company; how much, stands in `weights.py`.
All that is known is one query. Whatever is registered goes through `visible_to` itself, so that
nothing a reader may not see is a reason, and nothing is counted that is not shown.
"""
