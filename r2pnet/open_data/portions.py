"""The rows of a table a bounded number at a time, so that memory does not grow with the data."""

ROWS = 500  # with what they rest on


def in_portions(table, day=None):
    """Lists of the rows of the table; what one refers to is let go once the next is asked for."""
    portion = []
    for row in table.one_by_one(day, at_once=ROWS):
        portion.append(row)
        if len(portion) == ROWS:
            yield portion
            _let_go(portion)
            portion = []
    if portion:
        yield portion


def _let_go(rows):
    """Django ties a row to what was fetched for it, and that to the row: a knot, which would stay
    until Python looks for such knots, many portions later."""
    for row in rows:
        row._prefetched_objects_cache = {}
