"""What a page says in the words of schema.org, as JSON-LD, for machines that read pages.

It says nothing that the page does not say. Those words have none for what is inferred, uncertain
or one day between two: what is so is left out here, and stands on the page. Of a person it says
what `disclosure.disclose` gives to everybody, and how to reach them to nobody.

A state is a GovernmentOrganization here, with its Country as the area that it serves: what
appoints, hosts and attends is a government, and a Country, being a Place there, can do none of it.

An "@id" is the same in whatever language the page is: by it, programs know the thing again. All
else is in the language of the page, and leads to pages in it.
"""

import json

from django.urls import reverse

from countries.models import NAME_IN
from focalpoints.register import FIRST_DAY
from meetings.models import Host, Meeting
from sources.edtf import EDTF
from sources.translations import joined_up, told

from .open_data.english import in_english
from .site import LICENCE, NAME, absolute
from .site_pages import BY_NAME

CONTEXT = "https://schema.org"

# What could end the element in which the data stand, or begin another.
_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}

# Who held the meeting. The others helped, in the role as stated.
_ORGANIZING = (Host.Role.HOSTED, Host.Role.CO_HOSTED, Host.Role.CONVENED)


class DataBlock(str):
    """JSON that may stand in a data block of a page as it is: it holds no mark-up."""

    __slots__ = ()

    def __new__(cls, nodes):
        document = {"@context": CONTEXT, "@graph": nodes}
        written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return super().__new__(cls, written.translate(_ESCAPED))

    def __html__(self):
        return self


def breadcrumbs(trail):
    """The way to a page: (title, path) of each page on it, the first one first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(title), "item": absolute(path)}
            for place, (title, path) in enumerate(trail, 1)
        ],
    }


def dataset():
    """The register itself. When it was last changed is not said: it may have been in private."""
    home = BY_NAME["home"]
    return {
        "@type": "Dataset",
        "@id": identity(home, "dataset"),
        "name": str(NAME),
        "description": str(home.about),
        "url": absolute(home.get_absolute_url()),
        "license": LICENCE.address,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{FIRST_DAY:%Y-%m}/..",
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": absolute(reverse("data-zip")),
            "encodingFormat": "application/zip",
        },
    }


def party(party, in_force=()):
    """A state or an organization, with the institutions that hold the appointments in force."""
    node = _party(party)
    names = [*filter(None, map(party.name_in, NAME_IN))]
    names = [name for name in dict.fromkeys(names) if name != joined_up(party)]
    names += [other.name for other in party.other_names.all()]
    if party.acronym:
        names.append(party.acronym)
    institutions = dict.fromkeys(each.institution for each in in_force if each.institution)
    return node | _given(
        alternateName=names,
        areaServed=_country(party) if party.is_country else None,
        department=[{"@type": node["@type"], "name": each} for each in institutions],
    )


def event(meeting, *, hosts, delegations, other_titles):
    """A meeting, with who hosted it and who came as far as that is known without an inference."""
    came = [each for each in delegations if each.came and not each.inference]
    known = [each for each in hosts if not each.inference]
    return {
        "@type": "Event",
        "@id": identity(meeting, "meeting"),
        "name": joined_up(meeting),
        "url": absolute(meeting.get_absolute_url()),
        "eventStatus": f"{CONTEXT}/{_STATUS.get(meeting.status, 'EventScheduled')}",
    } | _given(
        alternateName=[other.title for other in other_titles],
        description=told(meeting.summary).text,
        **_dates(meeting),
        location=_location(meeting),
        organizer=_parties(each for each in known if each.role in _ORGANIZING),
        contributor=_parties(each for each in known if each.role not in _ORGANIZING),
        attendee=_parties(came),
        superEvent=_part_of(meeting),
    )


def document(source):
    """A document that the register draws on: it belongs to whoever issued it."""
    return {
        "@type": "CreativeWork",
        "@id": identity(source, "document"),
        "name": source.title or joined_up(source),
        "inLanguage": source.language,
        "mainEntityOfPage": absolute(source.get_absolute_url()),
    } | _given(
        datePublished="" if source.published_inference else _instant(source.published),
        url=source.url,
    )


def person(person):
    """A disclosed person (`disclosure.Person`) who shows a name to everybody; else nothing."""
    if not person.name:
        return None
    return {
        "@type": "Person",
        "@id": identity(person, "person"),
        "name": person.name,
        "url": absolute(person.get_absolute_url()),
    } | _given(honorificPrefix=person.honorific, knowsLanguage=list(person.languages))


def identity(row, what):
    """By what it is known, whichever language the page is in."""
    with in_english():
        return absolute(f"{row.get_absolute_url()}#{what}")


_STATUS = {Meeting.Status.CANCELLED: "EventCancelled"}


def _given(**properties):
    """Those of which something is known."""
    return {name: value for name, value in properties.items() if value}


def _party(party):
    return {
        "@type": "GovernmentOrganization" if party.is_country else "Organization",
        "@id": identity(party, "party"),
        "name": joined_up(party),
        "url": absolute(party.get_absolute_url()),
    }


def _parties(rows):
    """The party of each of the rows, once, in their order."""
    return list({each.party_id: _party(each.party) for each in rows}.values())


def _country(party):
    codes = [
        ("ISO 3166-1 alpha-2", party.iso.code),
        ("ISO 3166-1 alpha-3", party.slug.upper()),
        ("UN M49", party.m49),
    ]
    return {
        "@type": "Country",
        "name": joined_up(party),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": code}
            for scheme, code in codes
        ],
    }


def _dates(meeting):
    """Its first and last day, to the precision that is known (ISO 8601)."""
    held = EDTF(meeting.held)
    if meeting.inference or not held.is_span:
        return {"startDate": "" if meeting.inference else _instant(held)}
    if held.is_doubtful:
        return {}
    first, last = held.endpoints
    return {"startDate": str(first), "endDate": str(last)}


def _instant(written):
    """A date that is neither doubtful nor one between two; else empty."""
    written = EDTF(written)
    is_known = not written.is_span and not written.is_doubtful and not written.startswith("[")
    return str(written) if is_known else ""


def _location(meeting):
    if not (meeting.city or meeting.country):
        return None
    address = _given(
        addressLocality=told(meeting.city).text,
        addressCountry=meeting.country.iso.code if meeting.country else "",
    )
    name = told(meeting.venue).text or told(meeting.city).text or joined_up(meeting.country)
    return {
        "@type": "Place",
        "name": name,
        "address": {"@type": "PostalAddress"} | address,
    }


def _part_of(meeting):
    if not meeting.part_of:
        return None
    return {
        "@type": "Event",
        "@id": identity(meeting.part_of, "meeting"),
        "name": joined_up(meeting.part_of),
        "url": absolute(meeting.part_of.get_absolute_url()),
    }
