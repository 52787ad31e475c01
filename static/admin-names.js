/* Select2 and the admin's own pickers build boxes without names. Each gets the name of its field. */
"use strict";
{
    function nameOf(select) {
        return select.labels.length ? select.labels[0].textContent.trim().replace(/\s*[:：]$/, "") : "";
    }

    function nameBoxes() {
        for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
            const box = select.nextElementSibling;
            if (box.dataset.isNamed) {
                continue;
            }
            box.dataset.isNamed = "yes";
            const name = nameOf(select);
            const chosen = box.querySelector("[role=textbox]");
            chosen?.setAttribute("aria-label", name);
            if (!chosen) {
                box.querySelector("[role=combobox]").setAttribute("aria-label", name);
            }
            box.querySelector("[role=searchbox]")?.setAttribute("aria-label", name);
        }
        // The list of an open box stands at the end of the page.
        const open = document.querySelector(".select2-container--open");
        if (open?.previousElementSibling?.matches("select")) {
            const name = nameOf(open.previousElementSibling);
            for (const part of document.querySelectorAll(".select2-dropdown [role=searchbox], .select2-dropdown [role=listbox]")) {
                part.setAttribute("aria-label", name);
            }
        }
        for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) {
            hint.setAttribute("role", "img");
        }
    }

    // This script stands above Select2's, and so runs before the boxes are built.
    document.addEventListener("DOMContentLoaded", () => {
        for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
            // The cross that empties the box would be no item of the list in which it stands.
            select.dataset.allowClear = "false";
        }
        new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
    });
}
