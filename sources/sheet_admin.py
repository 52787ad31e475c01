"""Sheets on the desk: a list as a file, and a file into the record, after a preview."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from accounts.models import PreviewedSheet
from trail.models import Entry

from .enumeration import listed, sentence
from .sheet_files import MOST_ROWS, CommaSeparated, Sheet, Workbook, read, refuse_large

FORMATS = {"xlsx": Workbook, "csv": CommaSeparated}
SHOWN_REFUSALS = 100


class SheetField(forms.FileField):
    """An XLSX or CSV; cleans to a `Sheet`."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    default_error_messages = {
        "required": gettext_lazy("Choose the sheet."),
        "invalid": gettext_lazy("No file came with the form: choose it again."),
        "missing": gettext_lazy("No file came with the form: choose it again."),
        "empty": gettext_lazy("There is nothing in this file: choose another one."),
    }

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        refuse_large(upload)
        return read(upload.name, upload.read())


class ImportForm(forms.Form):
    sheet = SheetField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy(
            "An XLSX or a CSV in UTF-8, of at most 5 MB and 5,000 rows. Nothing is recorded before "
            "you have seen what it changes."
        ),
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[(name, each.label) for name, each in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="xlsx",
        error_messages={
            "required": gettext_lazy("Choose XLSX or CSV."),
            "invalid_choice": gettext_lazy("Choose XLSX or CSV."),
        },
    )


class WithSheets(ImportExportMixin):
    """For the admin of rows that go out and in as sheets, see `resource_class`.

    What is read and previewed is kept by the server: the browser sends a number back, no rows.
    """

    # Whether the second factor is asked for again before rows go out, or a preview shows them.
    asks_again = False

    def has_import_permission(self, request):
        """Which rows, the resource is told."""
        return self.has_change_permission(request) or self.has_add_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def note_shown(self, request, rows):
        """Rows are shown, or handed out, of which a trail may have to tell."""

    # Out

    def export_action(self, request):
        if not self.has_export_permission(request):
            raise PermissionDenied
        return self._asking_again(self._export)(request)

    def _export(self, request):
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            # The list says what is wrong with what it is asked.
            return redirect(f"{self._list()}?{request.GET.urlencode()}")
        form = ExportForm(request.POST if request.method == "POST" else None)
        number = rows.count()
        if form.is_bound and number > MOST_ROWS:
            form.add_error(None, _too_many(number))
        if form.is_valid():
            try:
                return self._file(request, rows, FORMATS[form.cleaned_data["format"]]())
            except ValidationError as refusal:
                form.add_error(None, refusal)
        shown = {"form": form, "number": number, "title": _("Export")}
        return self._page(request, "export", shown, _status_of(form))

    @transaction.atomic
    def _file(self, request, rows, file_format):
        content = file_format.export_data(self._resource(request).export_rows(rows))
        self.note_shown(request, rows)
        Entry.objects.record(
            Entry.What.EXPORTED,
            who=request.user.pseudonym,
            at=timezone.now(),
            detail=f"{self.opts.model_name}-{file_format.get_extension()}",
        )
        name = f"{self.opts.model_name}-{timezone.now():%Y-%m-%d}"
        response = HttpResponse(content, content_type=file_format.get_content_type())
        response["Content-Disposition"] = (
            f'attachment; filename="{name}.{file_format.get_extension()}"'
        )
        return response

    # In

    def import_action(self, request, **kwargs):
        """Reads a sheet and shows what it would do; nothing of it is recorded."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            return self._asking_again(self._import)(request)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
        # Whoever is asked comes back with what was typed, and without the file.
        messages.warning(
            request,
            _("The sheet was not read: show that it is you once more, and choose it again."),
        )
        return redirect(f"admin:{self._route()}_import")

    def _import(self, request):
        is_sent = request.method == "POST"
        form = ImportForm(*((request.POST, request.FILES) if is_sent else ()))
        if form.is_valid():
            sheet = form.cleaned_data["sheet"]
            resource = self._resource(request)
            try:
                resource.refuse_other_columns(sheet.columns)
            except ValidationError as refusal:
                form.add_error("sheet", refusal)
            else:
                return self._preview(request, sheet, resource.rehearse(sheet))
        return self._import_page(request, form, status=_status_of(form))

    @method_decorator(require_POST)
    def process_import(self, request, **kwargs):
        """Records what was previewed, if it would still do the same."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self._asking_again(self._process_import)(request)

    def _process_import(self, request):
        with transaction.atomic():
            kept = self._taken(request)
            if kept is None:
                messages.warning(
                    request,
                    _("This sheet was imported already, or is no longer kept: choose it again."),
                )
                return redirect(f"admin:{self._route()}_import")
            sheet = Sheet(**kept["sheet"])
            outcome = self._resource(request).take(sheet)
            is_other = outcome.mark_others(kept["said"])
            if is_other or outcome.refusals:
                transaction.set_rollback(True)
            else:
                self._log(request, outcome)
        if is_other or outcome.refusals:
            self._forget(request)
            return self._preview(request, sheet, outcome, is_other=True)
        messages.success(request, _said(outcome))
        return redirect(self._list())

    def _preview(self, request, sheet, outcome, *, is_other=False):
        if outcome.refusals:
            self.note_shown(request, outcome.refused)
            shown = {
                "refusals": outcome.refusals[:SHOWN_REFUSALS],
                "more": max(len(outcome.refusals) - SHOWN_REFUSALS, 0),
            }
            return self._import_page(request, ImportForm(), shown, HTTPStatus.BAD_REQUEST)
        if outcome.changes_nothing:
            return self._import_page(request, ImportForm(), {"unchanged": outcome.unchanged})
        kept = PreviewedSheet.keep(
            {
                "by": request.user.pk,
                "of": self.opts.label,
                "sheet": vars(_in_texts(sheet)),
                "said": [each.said() for each in outcome.changed],
            },
            at=timezone.now(),
        )
        self.note_shown(request, [each.row for each in outcome.changed if not each.is_new])
        shown = {
            "title": _("What “%(name)s” changes") % {"name": sheet.name},
            "outcome": outcome,
            "kept": kept,
            "is_other": is_other,
        }
        status = HTTPStatus.CONFLICT if is_other else HTTPStatus.OK
        return self._page(request, "preview", shown, status)

    def _taken(self, request):
        """What this member of staff previewed for this list, under the number that was sent."""
        kept = PreviewedSheet.take(_number(request), at=timezone.now())
        if kept and (kept["by"], kept["of"]) == (request.user.pk, self.opts.label):
            return kept
        return None

    def _forget(self, request):
        PreviewedSheet.objects.filter(number=_number(request)).delete()

    def _log(self, request, outcome):
        for each in outcome.changed:
            if each.is_new:
                self.log_addition(request, each.row, [{"added": {}}])
            else:
                columns = [change.column for change in each.changes]
                self.log_change(request, each.row, [{"changed": {"fields": columns}}])

    # Both

    def _asking_again(self, view):
        return reauthentication_required(view) if self.asks_again else view

    def _resource(self, request):
        """What this member of staff may send and see."""
        return self.resource_class(
            may_add=self.has_add_permission(request),
            may_change=self.has_change_permission(request),
            sees_persons=request.user.has_perm("focalpoints.view_focalpoint"),
            sees_passages=request.user.has_perm("sources.view_passage"),
            # Without the name of the file: it may be that of a person, and versions are kept.
            reason=_("Imported from a sheet"),
        )

    def _import_page(self, request, form, shown=None, status=HTTPStatus.OK):
        columns = [each.column_name for each in self._resource(request).get_import_fields()]
        shown = {"form": form, "columns": columns, "title": _("Import"), **(shown or {})}
        return self._page(request, "import", shown, status)

    def _page(self, request, name, shown, status):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **shown}
        return render(request, f"admin/import_export/{name}.html", context, status=status)

    def _list(self):
        return reverse(f"admin:{self._route()}_changelist")

    def _route(self):
        return f"{self.opts.app_label}_{self.opts.model_name}"


def _number(request):
    try:
        return UUID(request.POST.get("number", ""))
    except ValueError:
        return None


def _in_texts(sheet):
    """As it can be kept: what was no text has become one, or was refused."""
    rows = [
        (number, [each.isoformat() if isinstance(each, date) else each for each in cells])
        for number, cells in sheet.rows
    ]
    return replace(sheet, rows=rows)


def _status_of(form):
    return HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK


def _too_many(number):
    return _(
        "This list has %(number)s rows, and a sheet takes %(most)s: filter the list first."
    ) % {"number": number, "most": MOST_ROWS}


def _said(outcome):
    """What was recorded."""
    new, changed = len(outcome.new), len(outcome.changed) - len(outcome.new)
    parts = [
        ngettext("%(n)s row is changed", "%(n)s rows are changed", changed) % {"n": changed},
        npgettext("rows", "%(n)s is new", "%(n)s are new", new) % {"n": new},
        npgettext("rows", "%(n)s is as it was", "%(n)s are as they were", outcome.unchanged)
        % {"n": outcome.unchanged},
    ]
    return sentence(listed(parts))
