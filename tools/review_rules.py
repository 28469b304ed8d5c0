"""Write the pages that document the review's rules, one a language: docs/review-rules*.md (`make translations`)."""

from pathlib import Path

from assistant.journey.review.page import file_of, page
from assistant.locale import LANGUAGES, translator

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    for language in LANGUAGES:
        path = DOCS / file_of(language)
        path.write_text(page(language, translator(language)), encoding="utf-8")
        print(path)
