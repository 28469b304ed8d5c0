"""The commands of the knowledge base: list, search."""

import argparse
import json

from assistant.errors import EXIT_FAILURE
from assistant.locale import _, current


def list_articles(options: argparse.Namespace) -> int:
    """Print the articles of a language."""
    from knowledge.articles import load

    found = load(options.language or current())
    if options.json:
        print(json.dumps(
            [{"article": a.id, "title": a.title, "language": a.language, "step": a.step} for a in found],
            ensure_ascii=False, indent=2,
        ))  # fmt: skip
    else:
        for article in found:
            print(f"{article.id:32}  {article.title}")
    return 0


def search(options: argparse.Namespace) -> int:
    """Print the passages that fit a query; exit code 1 when there are none."""
    from knowledge.search import LexicalRetriever

    passages = LexicalRetriever().search(options.query, max(options.k, 1), language=options.language)
    if options.json:
        print(json.dumps(
            [
                {
                    "text": p.text, "title": p.title, "article": p.article, "language": p.language,
                    "score": round(p.score, 4), "confidence": round(p.confidence, 3),
                }
                for p in passages
            ],
            ensure_ascii=False, indent=2,
        ))  # fmt: skip
    elif not passages:
        print(_("Nothing in the knowledge base fits that."))
    else:
        for p in passages:
            print(f"{p.title} [{p.article}, {p.language}, {p.confidence:.2f}]\n{p.text}\n")
    return 0 if passages else EXIT_FAILURE
