"""What a browser sends from a page of the secretariat's desk."""


def typed(response, **changes):
    """The fields of a page's form and of its rows, as they stand there, with the changes typed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            if not field.field.disabled:
                data |= _sent(field.html_name, field.value())
    return data | changes


def with_row(data, prefix, **fields):
    """The data with one more row typed into the inline form of that prefix."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": number + 1}


def refusals(response):
    """Every sentence that says why the page's form was refused; empty if it was not."""
    if response.context is None:
        return []
    sentences = []
    for found in response.context["errors"]:
        sentences += [found] if isinstance(found, str) else found
    return sentences


def _sent(name, value):
    if value is None or value is False:
        return {}
    if value is True:
        return {name: "on"}
    if isinstance(value, list):
        return {name: [str(each) for each in value]}
    return {name: str(value)}
