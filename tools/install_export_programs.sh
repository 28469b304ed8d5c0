#!/usr/bin/env bash
# Installs the programs that the tests open exported files with, none of them ours; the tests skip what is not there.
# Debian's packages need apt-get and the right to use it; npm's go into build/export-programs (or the first argument).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-build/export-programs}

wanted=()
needs() { command -v "$1" >/dev/null || wanted+=("${@:2}"); }
needs chromium chromium
needs soffice libreoffice-calc libreoffice-writer
needs cmark-gfm cmark-gfm
needs pdftotext poppler-utils
needs rsvg-convert librsvg2-bin
needs npm nodejs npm
if [ ${#wanted[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update --quiet
  "${as_root[@]}" apt-get install --yes --no-install-recommends "${wanted[@]}"
fi

mkdir -p "$folder"
npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error \
  axe-core@4.14.1 mermaid@11.17.2 jsdom@29.1.1
