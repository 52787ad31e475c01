"""How Django writes dates on the desk, where its own way is not that of the pages.

Django has the English of the United States, and for Arabic no form of a date with a time.
"""
