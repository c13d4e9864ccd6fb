"""What anyone may see of the published figures: which datasets, one edition as a table, a school.

`catalogue` says what is published, `tables` makes rows and columns, `schools` finds a school.
Private figures come out of `handlers.tallies` alone, hidden for everyone.
"""
