#!/bin/sh
# Fuzzes the readers and the rules from the fixtures: `tests/fuzz/run.sh [SECONDS]`, for each target.
# Needs cargo-fuzz. Without sanitizers, because there is no unsafe code to watch.
set -eu
cd "$(dirname "$0")/../.."
seconds="${1:-600}"
export RUSTC_BOOTSTRAP=1
seeds=tests/fuzz/seeds
mkdir -p "$seeds"
find fixtures templates -type f \( -name '*.yaml' -o -name '*.json' \) -size -64k | while read -r file; do
    cp "$file" "$seeds/$(echo "$file" | tr / _)"
done
cat > tests/fuzz/seeds.dict <<'WORDS'
"$ref"
"#/components/schemas/"
"openapi: 3.1.0"
"swagger: '2.0'"
"<<: *a"
"&a "
"paths:"
"servers:"
"parameters:"
"operationId:"
"requestBody:"
"content:"
"schema:"
"nullable: true"
"exclusiveMinimum: "
"securitySchemes:"
"x-openai-isConsequential: "
"arazzo: 1.0.1"
"sourceDescriptions:"
"workflows:"
"workflowId:"
"stepId:"
"successCriteria:"
"$response.body#/"
"$steps."
"$statusCode == "
WORDS
for target in reader rules arazzo; do
    mkdir -p "tests/fuzz/corpus/$target"
    nice cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none "$target" "tests/fuzz/corpus/$target" "$seeds" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -dict=tests/fuzz/seeds.dict \
        -print_final_stats=1
done
