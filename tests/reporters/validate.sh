#!/bin/sh
# validate.sh KIND DIR ROOT: runs the validator of KIND over the sample reports
# in DIR. Exit 77 (a skipped test) when the validator or the schema is absent.
# GOGATE_CHECK_JSONSCHEMA names the validator for JSON, GOGATE_SCHEMAS the
# folder of the schemas.
set -eu
kind=$1 dir=$2 root=$3
schemas=${GOGATE_SCHEMAS:-$root/../shared/schemas}
json=${GOGATE_CHECK_JSONSCHEMA:-check-jsonschema}

skip() {
  echo "SKIPPED, NOTHING WAS VALIDATED: $1" >&2
  exit 77
}
need() { command -v "$1" >/dev/null 2>&1 || skip "$1 is not installed"; }

case $kind in
  json) schema=$root/reporters/gogate-report.schema.json; need "$json" ;;
  sarif-*) schema=$schemas/sarif-2.1.0-${kind#sarif-}.json; need "$json" ;;
  junit-*) schema=$schemas/$kind.xsd; need xmllint ;;
  *) echo "unknown kind $kind" >&2; exit 2 ;;
esac
[ -f "$schema" ] || skip "no schema $schema (set GOGATE_SCHEMAS)"

case $kind in
  json) valid() { "$json" --schemafile "$schema" "$@"; }; suffix=json broken='s/"schema_version": 1/"schema_version": 2/' ;;
  sarif-*) valid() { "$json" --schemafile "$schema" "$@"; }; suffix=sarif broken='s/"driver"/"drivers"/' ;;
  junit-*) valid() { xmllint --nonet --noout --schema "$schema" "$@"; }; suffix=xml broken='s/<testcase name=/<testcase nam=/' ;;
esac

if [ "$kind" = json ]; then "$json" --check-metaschema "$schema"; fi
valid "$dir"/*."$suffix"
# A validator that accepts everything proves nothing.
sed "$broken" "$dir/blocked.$suffix" > "$dir/broken-$kind.tmp"
if valid "$dir/broken-$kind.tmp" >/dev/null 2>&1; then
  echo "the validator accepted a broken report" >&2
  exit 1
fi
