#!/usr/bin/env bash
# Records the traces of all examples again: record-all.sh PYTHON3.14
set -euo pipefail
python=${1:?the path of a CPython 3.14}
cd "$(dirname "$0")/../../www/examples"
for file in *.py; do
  case $file in 01-* | 13-*) continue ;; esac # no loop: nothing that can be watched from outside
  "$python" ../../tests/web/record.py "$file" >"traces/${file%.py}.trace.jsonl"
done
