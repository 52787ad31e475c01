"""Pictures as their templates draw them, as XML."""

from xml.etree import ElementTree

from django.template.loader import render_to_string

SVG = "{http://www.w3.org/2000/svg}"
PLACES = ("x", "cx", "x1", "x2")


def drawn(picture, site=""):
    """The drawing of the picture, which must be well-formed."""
    inner = render_to_string(picture.template, {"drawing": picture.drawing, "site": site})
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>')


def styles(root, name):
    """The classes of the elements of that name, in the order of the drawing."""
    return [each.get("class") for each in root.iter(SVG + name)]


def words(root, name):
    return [each.text for each in root.iter(SVG + name)]


def paths(root):
    """What each path draws, by its class."""
    return {each.get("class"): each.get("d") for each in root.iter(f"{SVG}path")}


def percents(root):
    """Every horizontal position in percent, the right ends of bars among them."""
    for each in root.iter():
        found = [float(each.get(name, "")[:-1]) for name in PLACES if "%" in each.get(name, "")]
        yield from found
        if "%" in each.get("width", "") and found:
            yield found[0] + float(each.get("width")[:-1])


def cells(picture):
    return [row.cells for row in picture.table.rows]
