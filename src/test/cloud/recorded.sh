# What the stand-ins for gcloud, curl and mvn have in common: each call is recorded in $STAND_IN/calls,
# and the one that $STAND_IN_FAILS names ("before 7", "after 7") fails, before it has done anything or
# after it has done all.
set -euo pipefail
state=$STAND_IN

begin() {
  local count=0
  [ ! -e "$state/count" ] || read -r count < "$state/count"
  count=$((count + 1))
  printf '%s\n' "$count" > "$state/count"
  printf '%s\n' "$*" >> "$state/calls"
  if [ "${STAND_IN_FAILS-}" = "before $count" ]; then
    error "the connection was reset"
  fi
  if [ "${STAND_IN_FAILS-}" = "after $count" ]; then
    trap 'error "the connection was reset before the answer came"' EXIT
  fi
}

error() {
  trap - EXIT
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
