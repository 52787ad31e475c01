"""What was measured, as tables in Markdown: each target, then ratios between two of them."""

from dataclasses import dataclass

NOTHING = "–"


@dataclass(frozen=True)
class Ratio:
    """How fast one target is, as a part of another; `bar` is the least that is wanted, if set."""

    measured: str
    against: str
    bar: float | None = None


def of_targets(sizes, summaries):
    """A row for each target; `sizes` says how many bytes each answers with, headers apart."""
    head = [
        *("Target", "Bytes", "Requests/s", "Slowest to fastest round"),
        *("Median ms", "99 % ms", "CPU µs each", "Errors"),
    ]
    return table(
        head,
        [
            [
                name,
                f"{sizes[name]:,}",
                rate(each.rate),
                f"{rate(min(each.rates))} to {rate(max(each.rates))}",
                f"{each.p50:.2f}",
                f"{each.p99:.2f}",
                NOTHING if each.cpu is None else f"{each.cpu * 1e6:,.0f}",
                str(each.errors),
            ]
            for name, each in summaries.items()
        ],
        texts=1,
    )


def of_ratios(ratios, summaries):
    """A row for each ratio: of requests a second, beside its bar, and of the processor's time.

    The second is steadier where others share the processor.
    """
    rows = []
    for each in ratios:
        measured, against = summaries[each.measured], summaries[each.against]
        reached = measured.beside(against)
        rows.append(
            [
                each.measured,
                each.against,
                f"{reached:.3f}",
                bar(each.bar, reached),
                f"{against.cpu / measured.cpu:.3f}" if measured.cpu and against.cpu else NOTHING,
            ]
        )
    return table(["Measured", "Against", "Ratio", "Bar", "Ratio by CPU"], rows, texts=2)


def bar(wanted, reached):
    if wanted is None:
        return NOTHING
    return f"{wanted:.2f}" if reached >= wanted else f"{wanted:.2f}, missed"


def rate(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"


def table(head, rows, *, texts):
    """Numbers stand to the right; so many columns before them are texts."""
    line = ["---" if number < texts else "---:" for number in range(len(head))]
    return "\n".join(f"| {' | '.join(each)} |" for each in [head, line, *rows])
