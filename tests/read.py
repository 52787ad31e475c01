"""Pages as their readers see them."""

from bs4 import BeautifulSoup


def soup_of(client, address, status=200):
    """The page at the address, which must answer with the status."""
    response = client.get(address)
    assert response.status_code == status
    return soup_from(response.content)


def soup_from(html):
    return BeautifulSoup(html, "html.parser")


def words(element):
    """The text of a page or of a part of it, its white space folded."""
    return " ".join(element.get_text().split())


def text_of(client, address, status=200):
    return words(soup_of(client, address, status))
