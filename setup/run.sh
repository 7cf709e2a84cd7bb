#!/bin/sh
# Every `npm run …` goes through here: what the command needs is made ready, then it runs on the project's own Node.
# npm's pre-scripts would not do: they get no arguments and are skipped silently under ignore-scripts. `exec` matters:
# without it a SIGTERM to npm would leave the service running.
INIT_CWD="${INIT_CWD:-$PWD}"
export INIT_CWD
cd "$(dirname "$0")/.." || exit 1
"${npm_node_execpath:-node}" setup/prepare.mjs "$@"
status=$?
[ "$status" -eq 64 ] && exit 0 # help was asked for and has been printed
[ "$status" -eq 0 ] || exit "$status"
# glibc would keep what was freed, for each thread apart: one heap for all, whose end is given back.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-131072}"
# The garbage collector is exposed to the service, which gives memory back when it is idle, compiled code that it has
# not used since included; each further thread of V8's would keep some 4 MB of its own (npm run bench -- memory).
exec node_modules/.bin/node --expose-gc --v8-pool-size=1 --flush-baseline-code --import ./setup/quick-start.mjs "$@"
