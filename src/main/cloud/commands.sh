# For deploy.sh: its commands that read the project, its commands that change it, and its failures. All
# reads and changes outside of this folder go through look and change.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $dry_run, $work and $project are those of deploy.sh

# look COMMAND…: runs a command that reads, and sets $found to its output; to nothing in a dry run.
look() {
  show '?' "$@"
  found=
  if [ "$dry_run" = no ]; then
    patiently quietly "$@" || failed "$@"
    found=$(< "$work/found")
  fi
}

# change COMMAND…: prints and runs a command that changes something.
change() {
  show '+' "$@"
  if [ "$dry_run" = no ]; then
    patiently aloud "$@" || failed "$@"
  fi
}

quietly() { "$@" > "$work/found" 2> "$work/said" < /dev/null; }

aloud() { "$@" 2>&1 < /dev/null | tee "$work/said"; }

# Repeats a command while a new API or account is not known everywhere yet, which takes some minutes.
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
    case $argument in # quoted if a shell needs it
      *[!a-zA-Z0-9_./:=@,+%~-]* | '') printf " '%s'" "${argument//\'/\'\\\'\'}" ;;
      *) printf ' %s' "$argument" ;;
    esac
  done
  printf '\n'
}

# step TITLE ADVICE: begins a step, with the advice to print if it fails.
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

# Prints a checksum of its input, in the form of a label.
fingerprint() { cksum | tr ' ' '-'; }
