"""The words of the open data on a page."""

from django import template

from r2pnet.open_data.english import for_reader

register = template.Library()
register.filter(for_reader)
