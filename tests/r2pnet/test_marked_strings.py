"""Whatever a reader sees is marked for translation: in templates, in Python, in models and forms.

Two finders, which know nothing of what is right to say: they find what looks like a text for
readers and stands outside of gettext. What needs no translation is listed, with the reason.
"""

import ast
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.template.base import Lexer, TokenType
from django.urls import get_resolver
from django.utils.functional import Promise

TEMPLATES = sorted(
    path for path in (settings.BASE_DIR / "templates").rglob("*.*") if path.is_file()
)

# Names and codes that are the same in every language.
BARE_NAMES = {"CC BY 4.0", "CSV", "EDTF", "JSON", "R2P", "UTC", "XLSX"}
# What is no text: by template, or everywhere under "".
NO_TEXT = {
    "": {
        "change-form",  # a class, in a block
        "noindex",
        "light dark",
        "width=device-width, initial-scale=1",
    },
    "_head.html": {"website"},  # the type of a page, in the words of Open Graph
    "privacy.html": {"messages"},  # the name of a cookie
    "open_data/data.html": {"datapackage.json", ".csv", ".json"},  # names of files
    # Parts of addresses.
    "focalpoints/_changed.html": {"?on= #appointments"},
    "focalpoints/_what_changed.html": {"?on= #steps"},
    "mfa/recovery_codes/index.html": {"%0A"},
    # Typed as they stand: a link asks for each.
    "search.html": {"Ivory Coast", "GH", "EU", "cote d ivoire", "12 June 2013"},
}
# Written into docs/, in English, for whoever works on the site.
FOR_DEVELOPERS = {"visual_language.html"}

SHOWN_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "content", "data-label", "label"}
BUTTONS = {"submit", "button", "reset"}
TRANSLATED = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans"}
UNSEEN = {**TRANSLATED, "comment": "endcomment"}
A_LITERAL = re.compile(r"""\b(?:default|default_if_none|yesno):(["'])(?P<text>.*?)\1""")
LITERALS = {"en", "inlinechangelink,inlineviewlink"}  # a language, classes


class Shown(HTMLParser):
    """The texts and attributes of a template that readers see or hear."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.within_code = 0

    def handle_starttag(self, tag, attributes):
        self.within_code += tag == "code"
        is_button = tag == "input" and dict(attributes).get("type") in BUTTONS
        self.found += [
            value or ""
            for name, value in attributes
            if name in SHOWN_ATTRIBUTES or (name == "value" and is_button)
        ]

    def handle_endtag(self, tag):
        self.within_code -= tag == "code"

    def handle_data(self, data):
        if not self.within_code and self.cdata_elem is None:
            self.found.append(data)


def outside_of_tags(source):
    """The template without what stands in its tags, nor what they translate or leave out."""
    kept, until = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if until:
            until = "" if token.token_type == TokenType.BLOCK and name == until else until
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            until = UNSEEN.get(name, "") if token.token_type == TokenType.BLOCK else ""
            kept.append(" ")
    return "".join(kept)


def literals(source):
    """The texts that a filter puts where there is no other."""
    return [match["text"] for match in A_LITERAL.finditer(source)]


def unmarked_in_template(source, needing_none=frozenset()):
    shown = Shown()
    shown.feed(outside_of_tags(source))
    shown.close()
    found = [" ".join(each.split()).strip("·:;,.– ") for each in shown.found]
    known = BARE_NAMES | {each.strip("·:;,.– ") for each in needing_none}
    found = [each for each in found if each not in known]
    found += [each for each in literals(source) if each not in LITERALS]
    return [each for each in found if re.search(r"[^\W\d_]", each)]


def test_no_template_shows_a_text_that_is_not_marked():
    found = []
    for path in TEMPLATES:
        name = path.relative_to(settings.BASE_DIR / "templates").as_posix()
        if name not in FOR_DEVELOPERS:
            needing_none = NO_TEXT[""] | NO_TEXT.get(name, set())
            found += [(name, each) for each in unmarked_in_template(path.read_text(), needing_none)]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>A text</p>",
        '<p>{% translate "A text" %} and more</p>',
        "{% if it %}A text{% endif %}",
        "<p>{{ day }} is a day</p>",
        '<img src="a.png" alt="A picture">',
        '<td data-label="Day">{{ day }}</td>',
        '<nav aria-label="Pages {{ number }}"></nav>',
        '<input type="submit" value="Send">',
        '<text x="1">Sources</text>',
        "<p>{{ name|default:'nobody' }}</p>",
        "{% blocktranslate %}A{% endblocktranslate %} text",
    ],
)
def test_what_is_not_marked_in_a_template_is_found(source):
    assert unmarked_in_template(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "A text" %} · {{ day }}</p>',
        "{% blocktranslate trimmed with day=day %}On {{ day }}{% endblocktranslate %}",
        "{% comment %}A reason.{% endcomment %}{# A reason. #}",
        "<code>GET {{ address }}</code>",
        '<input type="hidden" name="action" value="settle">',
        '<a class="quiet" href="/data/">{{ title }}</a> · CC BY 4.0',
        "<img alt=\"{% translate 'A picture' %}\">",
    ],
)
def test_what_needs_no_mark_in_a_template_is_not_found(source):
    assert unmarked_in_template(source) == []


# Whole modules, and why nothing that is found in them is marked.
LEFT_OUT = {
    "focalpoints/change_table.py": "describes a file, on no page",
    "focalpoints/held.py": "names of fields, and reasons for whoever works on the portal",
    "r2pnet/examples.py": "rows of the local mode",
    "r2pnet/log.py": "patterns of what is taken out of a log",
    "r2pnet/open_data/api.py": "told to programs, in English",
    "r2pnet/open_data/cors.py": "names of headers",
    "r2pnet/open_data/description.py": "told to programs, in English",
    "r2pnet/open_data/package.py": "told to programs, in English",
    "r2pnet/open_data/schemas.py": "told to programs, in English",
    "r2pnet/robots.py": "told to robots",
    "r2pnet/settings.py": "read by whoever runs the portal",
    "r2pnet/public_version.py": "SQL",
    "trail/portal_role.py": "SQL",
}
# By module, how else a text begins that is not marked, and why.
KEPT = {
    "accounts/onward.py": {"A page of another site": "an error in a request, for the log"},
    "accounts/sealing.py": {"This cannot be unsealed": "an error in the code"},
    "countries/models.py": {"WHEN %s THEN": "SQL"},
    "focalpoints/admin.py": {"No keys of appointments": "an error in a request, for the log"},
    "focalpoints/disclosure.py": {"fact of state": "the name of a kind, for the rules"},
    "focalpoints/languages.py": {"am ay": "codes"},
    "focalpoints/writing.py": {"The next message": "an error, told on the page in other words"},
    "outbox/delivery.py": {"Message %s was not sent": "a line of the log"},
    "outbox/post.py": {
        "A message goes to": "an error in the code",
        "A subject is one line": "an error in the code",
    },
    "r2pnet/admin.py": {"NUL in the query": "an error in a request, for the log"},
    "r2pnet/linked_data.py": {"UN M49": "the name of a standard"},
    "r2pnet/limits.py": {"A count of requests": "a line of the log"},
    "r2pnet/middleware.py": {"private, no-cache": "a header"},
    "r2pnet/models.py": {"INSERT INTO": "SQL", "PRAGMA": "SQL"},
    "r2pnet/search.py": {"((من )?(?P<first>": "a pattern"},
    "r2pnet/site.py": {"Creative Commons": "a name"},
    "remarks/models.py": {"The next remark": "an error, told on the page in other words"},
    "sources/kept_file_admin.py": {"attachment; ": "a header"},
}

MARKS = re.compile(r"_|n?p?gettext(_lazy|_noop)?")
A_SENTENCE = re.compile(r"\s*[A-Z“].*\s|.*\s.*[.:?!]\s*\Z", re.DOTALL)
TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
TWO_WORDS = re.compile(r"[^\W\d_]{2}[^\w\s]*\s+[^\w\s]*[^\W\d_]")
# Words that stand in texts, and hardly in lists of classes, names or fields.
SMALL_WORDS = re.compile(
    r"\b(the|is|are|was|not|no|of|a|an|and|or|by|to|in|on|at|for|with|from|it|you|your)\b"
)
NOT_IN_TEXTS = re.compile("[_=]")
# What goes by these names is shown, however short it is.
SHOWN_NAMES = {
    "description",
    "empty_label",
    "help_text",
    "index_title",
    "label",
    "short_description",
    "site_header",
    "site_title",
    "verbose_name",
    "verbose_name_plural",
}
SHOWING = {"ValidationError", "error", "success", "warning", "info", "add_message"}


OURS = {each.name for each in apps.get_app_configs() if (settings.BASE_DIR / each.name).is_dir()}


def python_files():
    """The modules whose texts readers may see: neither migrations nor what a terminal shows."""
    for package in sorted(OURS):
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if not {"migrations", "management", "map"} & set(path.parts):
                yield path


def is_for_readers(text):
    """Whether it looks like a sentence, or a part of one."""
    if not TWO_WORDS.search(text):
        return False
    is_text = SMALL_WORDS.search(text) and not NOT_IN_TEXTS.search(text)
    return bool(A_SENTENCE.match(text) or is_text)


def unmarked_in_python(source):
    tree = ast.parse(source)
    marked, shown = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function):
                name = getattr(function, "id", None) or getattr(function, "attr", "")
                if MARKS.fullmatch(name):
                    marked |= {id(each) for argument in node.args for each in ast.walk(argument)}
                elif name in SHOWING:
                    shown |= {id(argument) for argument in node.args}
                shown |= {id(each.value) for each in node.keywords if each.arg in SHOWN_NAMES}
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
                shown |= {id(node.value)} if name in SHOWN_NAMES else set()
            case ast.Expr(value=ast.Constant()):  # a docstring
                marked.add(id(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in marked
        and node.value not in BARE_NAMES
        and (is_for_readers(node.value) or (id(node) in shown and TWO_LETTERS.search(node.value)))
    ]


def test_no_module_holds_a_text_for_readers_that_is_not_marked():
    found = []
    for path in python_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        kept = tuple(KEPT.get(name, ()))
        if name not in LEFT_OUT:
            found += [
                (name, text)
                for text in unmarked_in_python(path.read_text())
                if not text.lstrip().startswith(kept)
            ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'raise ValidationError("Write a name.")',
        'messages.success(request, "Saved")',
        'said = f"{name} is not there"',
        'said = "date not recorded"',
        'name = forms.CharField(label="Name")',
        'class Meta:\n    verbose_name = "party"',
        '@admin.display(description="as of")\ndef as_of(self, row): pass',
        'HELD = "held", "was held"',
    ],
)
def test_what_is_not_marked_in_python_is_found(source):
    assert unmarked_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is."""',
        'raise ValidationError(_("Write a name."), code="name")',
        'said = ngettext("%(count)s row is", "%(count)s rows are", count)',
        'about = gettext_noop("What it is.")',
        'fields = "key name honorific"',
        'kind = "bar possible"',
        'name = forms.CharField(label=_("Name"), help_text="")',
    ],
)
def test_what_needs_no_mark_in_python_is_not_found(source):
    assert unmarked_in_python(source) == []


AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}


def translated_too_early(tree):
    """The lines that translate when the module is read: for good, into one language."""
    at_once = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in AT_ONCE
    }

    def lines(node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call) and getattr(child.func, "id", "") in at_once:
                yield child.lineno
            if not isinstance(child, ast.FunctionDef | ast.Lambda):
                yield from lines(child)

    return list(lines(tree))


def test_no_string_is_marked_within_another():
    """In an f-string, gettext's own program finds no string: it would never be translated."""
    within = [
        f"{module.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for module in python_files()
        for text in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id == "_" or "gettext" in call.func.id
    ]

    assert within == []


def test_nothing_is_translated_before_it_is_known_who_reads():
    early = "from django.utils.translation import gettext as _\nSAID = {1: _('A text')}"

    assert translated_too_early(ast.parse(early)) == [2]
    assert [
        path for path in python_files() if translated_too_early(ast.parse(path.read_text()))
    ] == []


# Rows of the works behind the pages, and columns that no page names.
NEVER_SHOWN = {
    *("CountedMinute", "PreviewedSheet", "PublicVersion", "SpentForm"),
    *("id", "token_hash"),
}
# Names of formats; names of countries, which django-countries translates.
CHOICES_IN_NO_LANGUAGE = {"media_type", "iso", "language"}
# Hidden fields, and those that are given their labels when a form is made.
LABELLED_LATER = {"credential", "name", "number", "page", "value"}


def models():
    """All that stand in an app of ours but the histories, which take their words from the rows'."""
    for app in sorted(OURS):
        for model in apps.get_app_config(app).get_models():
            if not model.__name__.startswith("Historical") and model.__name__ not in NEVER_SHOWN:
                yield model


def words_of_model(model):
    options = model._meta
    yield options.verbose_name
    yield options.verbose_name_plural
    for constraint in options.constraints:
        yield constraint.violation_error_message
    for column in [*options.local_fields, *options.local_many_to_many]:
        if column.name in NEVER_SHOWN or column.auto_created:
            continue
        yield column.verbose_name
        yield column.help_text
        if column.name not in CHOICES_IN_NO_LANGUAGE:
            yield from (label for _value, label in column.flatchoices)


def words_of_desk(desk):
    """What stands above its columns, in its parts, and on the buttons for its acts."""
    for name in [*getattr(desk, "list_display", []), *desk.readonly_fields]:
        shown = name if callable(name) else getattr(desk, name, getattr(desk.model, name, None))
        if callable(shown) and name != "__str__":  # above which the name of the model stands
            yield getattr(shown, "short_description", f"{desk}: {name}")
    yield from (title for title, _options in desk.fieldsets or [])
    for act in getattr(desk, "actions", []):
        yield getattr(act if callable(act) else getattr(desk, act), "short_description", f"{act}")


def forms_of(base=forms.BaseForm):
    for form in base.__subclasses__():
        if form.__module__.partition(".")[0] in OURS:
            yield form
        yield from forms_of(form)


def words_of_form(form):
    for name, field in form.base_fields.items():
        if name not in LABELLED_LATER:
            yield field.label
        yield field.help_text
        yield from field.error_messages.values()


def plain(words):
    """Those that will be the same in every language: no text is none."""
    return [each for each in words if each and not isinstance(each, Promise)]


def test_every_word_of_the_models_is_marked():
    assert {model.__name__: plain(words_of_model(model)) for model in models()} == {
        model.__name__: [] for model in models()
    }


def test_every_word_of_the_desk_is_marked():
    registered = [each for model, each in admin.site._registry.items() if model in set(models())]
    inlines = [inline(each.model, admin.site) for each in registered for inline in each.inlines]

    assert registered
    assert [text for each in [*registered, *inlines] for text in plain(words_of_desk(each))] == []


def test_every_label_of_a_form_is_marked():
    assert get_resolver().url_patterns  # by which the forms are there
    found = {form.__qualname__: plain(words_of_form(form)) for form in forms_of()}

    assert found
    assert {name: words for name, words in found.items() if words} == {}
