"""Lists of the desk that take no longer to open the more rows there are."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import smart_split, unescape_string_literal

OFFERED = 30  # rows that a filter offers at most
LONGEST_KEY = 18  # digits; more no key has


class KeysFirst(Paginator):
    """Has the keys sorted, and then reads the rows of one page.

    What is sorted is narrow so: rows come with all that their columns print, and most of them are
    passed over. One that is deleted in between is left out.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        # Not called "pk": an order by the place of "pk" among names (`countries.models.ByName`)
        # would be taken for one by this column.
        keys = list(self.object_list.values_list(F("pk"), flat=True)[first : first + self.per_page])
        rows = self.object_list.order_by().in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


class LongList:
    """For the admin of rows of which there may be very many."""

    paginator = KeysFirst
    # How many there are without filter and search is counted for nothing but to say so.
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        """As Django's, without joins: what rows point to is searched once, not for each of them."""
        if search_term:
            queryset = queryset.filter(self.holding_all_words(request, search_term))
        return queryset, False

    def holding_all_words(self, request, search_term):
        """As a `Q`: each of the words stands in one of the fields that are searched."""
        fields = self.get_search_fields(request)
        wanted = Q()
        for word in _words(search_term):
            wanted &= Q.create([_holding(self.model, field, word) for field in fields], Q.OR)
        return wanted


class FewRowsFilter(admin.RelatedOnlyFieldListFilter):
    """Offers the rows that are pointed to while they are few, else the chosen one alone.

    A link chooses it: the page of a row leads to the lists of what belongs to it.
    """

    def has_output(self):
        """A filter without output would let all rows through, whatever is chosen."""
        return super().has_output() or self.lookup_val is not None

    def field_choices(self, field, request, model_admin):
        pointing = model_admin.model._base_manager.filter(**{field.name: OuterRef("pk")})
        rows = field.related_model._default_manager.filter(Exists(pointing)).order_by(
            *self.field_admin_ordering(field, request, model_admin)
        )
        offered = list(rows[: OFFERED + 1])
        if len(offered) > OFFERED:
            offered = rows.filter(pk__in=filter(_is_key, self.lookup_val or []))
        return [(row.pk, str(row)) for row in offered]


def _is_key(text):
    return text.isdecimal() and len(text) <= LONGEST_KEY


def _words(text):
    for word in smart_split(text):
        is_quoted = word.startswith(('"', "'")) and word[0] == word[-1]
        yield unescape_string_literal(word) if is_quoted else word


def _holding(model, field, word):
    """As a `Q`: the field holds the word, in whatever case; after "=" it is the word."""
    lookup = "iexact" if field.startswith("=") else "icontains"
    way, _dots, name = field.removeprefix("=").rpartition("__")
    said = Q((f"{name}__{lookup}", word))
    if not way:
        return said
    there = model
    for each in way.split("__"):
        last = there._meta.get_field(each)
        there = last.related_model
    found = there._base_manager.filter(said).order_by()
    if last.one_to_many:
        return Q(pk__in=found.values(last.field.name))
    return Q((f"{way}__in", found))
