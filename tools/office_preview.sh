#!/usr/bin/env bash
# Pictures of DOCX, PPTX and XLSX as an office program shows them, for eyes only (not part of the tests).
# Needs soffice (LibreOffice writer, impress, calc) and pdftoppm (poppler-utils). Usage: tools/office_preview.sh [ZONE] [LANG]
set -euo pipefail
cd "$(dirname "$0")/.."
zone="${1:-530111}" lang="${2:-zh}" out="var/office-preview"
for tool in soffice pdftoppm; do
  command -v "$tool" >/dev/null || { echo "缺少 $tool：请先安装 LibreOffice 和 poppler-utils。/ $tool is missing: install LibreOffice and poppler-utils." >&2; exit 2; }
done
rm -rf "$out" && mkdir -p "$out"
"${EQUITY:-.venv/bin/equity}" export --district "$zone" --format docx,pptx,xlsx --lang "$lang" --out "$out"
for file in "$out"/*.docx "$out"/*.pptx "$out"/*.xlsx; do
  kind="${file##*.}"
  soffice --headless --convert-to pdf --outdir "$out" "$file" >/dev/null
  mv "${file%.*}.pdf" "$out/$kind.pdf"
  pdftoppm -r 70 -png "$out/$kind.pdf" "$out/$kind"
done
ls "$out"/*.png
