"""What was recorded last, as Atom feeds (RFC 4287), for whoever follows the register."""

from datetime import UTC, datetime, time

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from focalpoints.register import FIRST_DAY
from sources.dates import honest_in_words, in_words
from sources.enumeration import in_parts, in_sentences, listed_apart, sentence
from sources.translations import joined_up, told

from .languages import in_language
from .limits import computed_whole
from .open_data.cors import for_any_origin
from .open_data.recorded import newest
from .open_data.tables import APPOINTMENTS, MEETINGS, SOURCES, STEPS
from .open_data.unchanged import unless_unchanged
from .picture_files import NOT_IN_XML
from .site import LICENCE, NAME, absolute, host

NEWEST = 50
# Of a feed without an entry: the register knows nothing from before.
NEVER = datetime.combine(FIRST_DAY, time(), UTC)


@for_any_origin
@require_safe
@computed_whole
def network_feed(request):
    """The appointments and steps."""
    return _answer(
        request,
        name="network",
        title=_("The network of R2P Focal Points: appointments and steps"),
        page=reverse("countries"),
        entries=[
            *_newest(APPOINTMENTS, APPOINTMENTS.rows(), _appointment_in_words),
            *_newest(STEPS, STEPS.rows(), _step_in_words),
        ],
    )


@for_any_origin
@require_safe
@computed_whole
def meetings_feed(request):
    """The meetings, and those of their documents that everyone may know."""
    return _answer(
        request,
        name="meetings",
        title=_("The network of R2P Focal Points: meetings and their documents"),
        page=reverse("meetings"),
        entries=[
            *_newest(MEETINGS, MEETINGS.rows(), _meeting_in_words),
            *_newest(SOURCES, SOURCES.rows().documenting_meetings(), _document_in_words),
        ],
    )


class Feed(Atom1Feed):
    """A feed that was updated when its newest entry was, and never because it is asked for."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)


def _newest(table, rows, words_of):
    """The newest of the rows, with when they changed and with their words."""
    return [(times, table, row, words_of) for times, row in newest(table, rows, NEWEST)]


def _answer(request, *, name, title, page, entries):
    feed = Feed(
        title=title,
        link=absolute(page),
        description=None,
        feed_url=absolute(reverse(f"{name}-feed")),
        feed_guid=_tag(f"feeds/{name}"),
        author_name=str(NAME),
        feed_copyright=LICENCE.name,
        language=get_language(),
    )
    entries.sort(key=lambda each: (each[0].changed_at, each[1].name, each[2].pk), reverse=True)
    for times, table, row, words_of in entries[:NEWEST]:
        shown = table.row(row)
        feed.add_item(
            title=_readable(str(row)),
            link=in_language(shown["url"], get_language()),
            description=escape(_readable(words_of(row))),
            unique_id=_tag(f"{table.name}/{shown['id']}"),
            pubdate=times.first_at,
            updateddate=times.changed_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    return unless_unchanged(request, response, feed.latest_post_date())


def _tag(path):
    """An id that stays, wherever the entry is moved to (RFC 4151)."""
    return f"tag:{host()},2026:{path}"


def _readable(text):
    return NOT_IN_XML.sub("", joined_up(text))


def _appointment_in_words(appointment):
    said = _("%(party)s: %(post)s; started %(started)s.")
    if appointment.ended:
        said = _("%(party)s: %(post)s; started %(started)s; ended %(ended)s.")
    words = said % {
        "party": appointment.party,
        "post": appointment.in_words(),
        "started": honest_in_words(appointment.started, appointment.inference),
        "ended": in_words(appointment.ended),
    }
    return f"{words} {_support_in_words(appointment)}"


def _step_in_words(step):
    return f"{sentence(step)} {_support_in_words(step)}"


def _meeting_in_words(meeting):
    place = [str(told(meeting.city)), meeting.country and str(meeting.country)]
    words = [
        capfirst(meeting.get_series_display()),
        meeting.get_status_display(),
        honest_in_words(meeting.held, meeting.inference) or _("date not recorded"),
        *place,
    ]
    said = [sentence(in_parts(words)), str(told(meeting.summary))]
    return in_sentences([*said, _support_in_words(meeting)])


def _document_in_words(source):
    words = [
        capfirst(source.get_kind_display()),
        source.issued_by,
        honest_in_words(source.published, source.published_inference) or _("undated"),
    ]
    return sentence(in_parts(words))


def _support_in_words(fact):
    """What everyone may know of what the fact rests on."""
    support = fact.support()
    rests_on = [
        _("%(source)s (%(anchor)s)") % {"source": each.source, "anchor": each.anchor}
        for each in support.passages
    ]
    if support.holds_document:
        rests_on.append(_("a document held by the secretariat"))
    if support.is_from_secretariat:
        rests_on.append(_("what the secretariat knows"))
    words = (
        [_("It rests on: %(support)s.") % {"support": listed_apart(rests_on)}] if rests_on else []
    )
    if support.inference:
        words.append(_("Inferred: %(inference)s") % {"inference": told(support.inference)})
    return in_sentences(words)
