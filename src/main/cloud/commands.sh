# For deploy.sh: how it looks, changes something, and fails. All that it reads or changes outside of this
# folder goes through look and change.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $dry_run, $work and $project are those of deploy.sh

# look COMMAND…: sets $found to what it prints; to nothing in a dry run.
look() {
  show '?' "$@"
  found=
  if [ "$dry_run" = no ]; then
    patiently quietly "$@" || failed "$@"
    found=$(< "$work/found")
  fi
}

# change COMMAND…: runs it, and says so.
change() {
  show '+' "$@"
  if [ "$dry_run" = no ]; then
    patiently aloud "$@" || failed "$@"
  fi
}

quietly() { "$@" > "$work/found" 2> "$work/said" < /dev/null; }

aloud() { "$@" 2>&1 < /dev/null | tee "$work/said"; }

# A just enabled API and a just made account are not known everywhere at once, but within minutes.
patiently() {
  local tries=1
  until "$@"; do
    if [ "$tries" -ge 8 ] || ! grep -Eq "$not_known_yet" "$work/said"; then
      return 1
    fi
    note "not known everywhere yet; trying again in ${IB_INTENTS_PAUSE:-15} s"
    sleep "${IB_INTENTS_PAUSE:-15}"
    tries=$((tries + 1))
  done
}
not_known_yet='[Ss]ervice account .*does not exist|SERVICE_DISABLED|has not been used in project'

show() {
  [ "$dry_run" = yes ] || [ "$1" = '+' ] || return 0
  printf '%s' "$1"
  shift
  case $1 in
    firestore)
      shift
      printf " gcloud auth print-access-token | sed 's/^/Authorization: Bearer /' | curl"
      set -- "${firestore_options[@]}" "$@"
      ;;
    add_secret_version)
      printf ' printf %%s "$%s" |' SECRET_VALUE
      set -- gcloud secrets versions add "$2" --data-file=- --project="$project"
      ;;
  esac
  local argument
  for argument; do
    case $argument in # quoted where a shell would have to be told
      *[!a-zA-Z0-9_./:=@,+%~-]* | '') printf " '%s'" "${argument//\'/\'\\\'\'}" ;;
      *) printf ' %s' "$argument" ;;
    esac
  done
  printf '\n'
}

# step TITLE ADVICE: what follows, and what to do if it fails.
step() {
  title=$1
  advice=$2
  printf '\n# %s\n' "$title"
}

note() { printf '  %s\n' "$*"; }

failed() {
  {
    printf '\n%s: this command failed:\n\n' "$title"
    show '+' "$@"
    printf '\n'
    cat "$work/said"
    printf '\nWhat to do: %s.\nThen run deploy.sh again in the same way: it goes on from here.\n' "$advice"
  } >&2
  exit 1
}

refuse() {
  printf '%s\n' "$*" >&2
  exit 1
}

bad_usage() {
  printf '%s\n\n' "$*" >&2
  usage >&2
  exit 2
}

# Tells one content from another, in words that a label may have.
fingerprint() { cksum | tr ' ' '-'; }
