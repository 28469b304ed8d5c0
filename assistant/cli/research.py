"""The commands that tell what to find out about a map, and what is published about its metrics."""

import argparse

from assistant.cli.maps import load_map
from assistant.cli.output import print_json
from assistant.errors import EXIT_FAILURE
from assistant.locale import translator
from assistant.text import clean_line


def research(options: argparse.Namespace) -> int:
    """Print the questions for customers, surveys and statistics that a map's gaps call for."""
    from assistant.journey.research import FIRST_QUESTIONS, FIRST_QUESTIONS_ARTICLE, METHOD_NAMES, Method
    from assistant.journey.research import research as questions

    journey, _name = load_map(options.map)
    catalogue = translator(journey.language)
    _ = catalogue.gettext
    found = questions(journey, catalogue)
    first = [_(each) for each in FIRST_QUESTIONS]
    if options.json:
        print_json({
            "questions": [
                {"about": each.about, "gap": each.gap, "method": each.method.value, "question": each.question}
                for each in found
            ],
            "first_questions": {"article": FIRST_QUESTIONS_ARTICLE, "questions": first},
        })  # fmt: skip
        return 0
    for method in Method:
        mine = [each for each in found if each.method is method]
        if mine:
            print(f"{_(METHOD_NAMES[method])}:")
        for each in mine:
            print(f"  - {clean_line(each.question)}\n      {each.about}: {clean_line(each.gap)}")
    print(f"{_('Five questions to begin with')}:")
    for number, question in enumerate(first, start=1):
        print(f"  {number}. {question}")
    return 0


def benchmark(options: argparse.Namespace) -> int:
    """Print published figures beside a map's metrics; exit code 1 when nothing is published about any."""
    from knowledge.benchmarks import compared

    journey, _name = load_map(options.map)
    catalogue = translator(journey.language)
    _ = catalogue.gettext
    found = compared(journey, catalogue)
    if options.json:
        print_json([
            {
                "metric": {"id": each.metric.id, "name": each.metric.name, "baseline": each.metric.baseline},
                "figures": [
                    {
                        "value": figure.value, "unit": figure.unit, "year": figure.year,
                        "population": figure.population[journey.language], "source": figure.source,
                    }
                    for figure in each.benchmark.figures
                ],
                "caveat": each.benchmark.caveat[journey.language],
                "not_comparable_because": list(each.reasons),
                "article": each.benchmark.article,
            }
            for each in found
        ])  # fmt: skip
        return 0 if found else EXIT_FAILURE
    if not found:
        print(_("Nothing dated and sourced is published about these metrics; compare them with their own past."))
    for each in found:
        own = each.metric.baseline or _("not known yet")
        print(_("%(metric)s: yours is %(value)s.") % {"metric": f"{each.metric.id} {each.metric.name}", "value": own})
        for figure in each.benchmark.figures:
            print(f"  {figure.value} {figure.unit} ({figure.year}): {figure.population[journey.language]}")
            print("    " + _("Source: %(titles)s") % {"titles": figure.source})
        if each.reasons:
            print("  " + _("Not comparable, because: %(reasons)s.") % {"reasons": "; ".join(each.reasons)})
        print("  " + _("Mind: %(caveat)s.") % {"caveat": each.benchmark.caveat[journey.language]})
    return 0 if found else EXIT_FAILURE
