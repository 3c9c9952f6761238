"""The briefing book: whom somebody will meet, and everything known about them.

It is made for whoever prints it, of what they may see, and for nobody else: see office/sheets.py.
"""
