# What the stand-ins for gcloud, curl and mvn have in common: each call is recorded in $STAND_IN/calls,
# and fails if $STAND_IN_FAILS says so:
#   "call 7"             the seventh call of this run
#   "changes even|odd"   every call that changes something, the first time that it is made: in turn
#                        before it has done anything and after it has done all
#   "unknown"            the first call that uses a new service account, as if that were not known yet
set -euo pipefail
state=$STAND_IN

begin() {
  local count=0 failed=0
  [ ! -e "$state/count" ] || read -r count < "$state/count"
  count=$((count + 1))
  printf '%s\n' "$count" > "$state/count"
  printf '%s\n' "$*" >> "$state/calls"
  case ${STAND_IN_FAILS-} in
    "call $count") error 'the connection was reset' ;;
    changes*)
      if changes "$@" && ! grep -qxF -- "$*" "$state/failed" 2> /dev/null; then
        printf '%s\n' "$*" >> "$state/failed"
        failed=$(($(wc -l < "$state/failed") % 2))
        case "$STAND_IN_FAILS $failed" in
          'changes even 0' | 'changes odd 1') error 'the connection was reset' ;;
          *) trap 'error "the connection was reset before the answer came"' EXIT ;;
        esac
      fi
      ;;
    unknown)
      case "$*" in
        *add-iam-policy-binding*)
          if [ ! -e "$state/failed" ]; then
            printf '%s\n' "$*" > "$state/failed"
            error 'INVALID_ARGUMENT: Service account x@a-project.iam.gserviceaccount.com does not exist.'
          fi
          ;;
      esac
      ;;
  esac
}

changes() {
  case " $* " in
    *' list '* | *' get-iam-policy '* | *' config get '* | *' print-access-token '*) return 1 ;;
    ' curl '*) case $* in *' --request '*) return 0 ;; *) return 1 ;; esac ;;
  esac
}

error() {
  trap - EXIT
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}
