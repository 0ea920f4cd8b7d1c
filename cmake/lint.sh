#!/usr/bin/env bash
# cmake/lint.sh JOBS: builds everything with clang's warnings as errors, checks
# the shell scripts, and the tree's own rules that no compiler knows.
set -euo pipefail
jobs=$1
cmake -S . -B build/clang -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
  -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 >/dev/null
cmake --build build/clang -j "$jobs"
git ls-files -z dev .ci/run '*.sh' tests/fuzz/run bench/run ci-templates/hooks | xargs -0 -r shellcheck -x
status=0
long=$(git ls-files '*.cpp' '*.h' | xargs wc -l | awk '$2 != "total" && $1 > 500 {print $2 ": " $1 " lines"}')
[ -z "$long" ] || printf 'over 500 lines:\n%s\n' "$long"
vague=$(git ls-files | grep -iE '(^|/)(utils?|helpers?|common|misc|manager)(/|\.|_)' || true)
[ -z "$vague" ] || { printf 'names that say nothing:\n%s\n' "$vague"; status=1; }
scanner_includes=$(git grep -nE '#include "(gate/(source|prefilter|policy|sys|net|cli)|reporters)' -- scanners || true)
[ -z "$scanner_includes" ] || { printf 'scanners include only core:\n%s\n' "$scanner_includes"; status=1; }
core_includes=$(git grep -nE '#include "(gate/[^c]|scanners|reporters)' -- gate/core || true)
[ -z "$core_includes" ] || { printf 'core includes nothing of ours:\n%s\n' "$core_includes"; status=1; }
exit $status
