# For deploy.sh: its commands that read the project, its commands that change it, and its failures. All
# reads and changes outside of this folder go through look and change.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $purpose, $work and $project are those of deploy.sh

# look COMMAND…: runs a command that reads, and sets $found to its output; to nothing in a plan.
look() {
  [ "$purpose" != plan ] || show '?' "$@"
  found=
  case $purpose in
    run) patiently quietly "$@" || failed "$@" ;;
    diff)
      ! needs_missing_api "$@" || return 0 # then nothing of the kind exists
      quietly "$@" || failed "$@"
      ;;
    plan) return 0 ;;
  esac
  found=$(< "$work/found")
}

# look_in PARENT COMMAND…: like look. With --diff it finds nothing if the parent, which an earlier look
# has found or not, does not exist yet.
look_in() {
  local parent=$1
  shift
  if [ "$purpose" = diff ] && [ -z "$parent" ]; then
    found=
  else
    look "$@"
  fi
}

# change COMMAND…: prints and runs a command that changes something.
change() {
  if [ "$purpose" = diff ] && [ "$title" != "$shown_title" ]; then
    printf '\n# %s\n' "$title"
    shown_title=$title
  fi
  show '+' "$@"
  changes=$((changes + 1))
  if [ "$purpose" = run ]; then
    patiently aloud "$@" || failed "$@"
  fi
}
changes=0
shown_title=

quietly() { "$@" > "$work/found" 2> "$work/said" < /dev/null; }

aloud() { "$@" 2>&1 < /dev/null | tee "$work/said"; }

# Repeats a command while a new API, account or metric is not known everywhere yet, which takes some minutes.
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
not_known_yet='[Ss]ervice account .*does not exist|SERVICE_DISABLED|has not been used in project|Cannot find metric'

# needs_missing_api COMMAND…: whether the command reads from an API that $missing_apis names.
needs_missing_api() {
  local api
  case "$*" in
    'gcloud iam '*) api=iam ;;
    'gcloud projects '*) api=cloudresourcemanager ;;
    'gcloud compute '*) api=compute ;;
    'gcloud secrets '*) api=secretmanager ;;
    'gcloud run '*) api=run ;;
    'gcloud scheduler '*) api=cloudscheduler ;;
    'gcloud logging '*) api=logging ;;
    'gcloud alpha monitoring '* | 'gcloud beta monitoring '*) api=monitoring ;;
    'gcloud firestore '* | 'firestore '*) api=firestore ;;
    *) return 1 ;;
  esac
  case " $missing_apis " in *" $api.googleapis.com "*) return 0 ;; *) return 1 ;; esac
}
missing_apis=

show() { # MARK COMMAND…
  printf '%s' "$1"
  shift
  print_command "$@"
}

# Prints a command so that it can be pasted into a shell.
print_command() {
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
  local argument quote="'\\''"
  for argument; do
    case $argument in # quoted if a shell needs it
      *[!a-zA-Z0-9_./:=@,+%-]* | '') printf " '%s'" "${argument//"'"/$quote}" ;;
      *) printf ' %s' "$argument" ;;
    esac
  done
  printf '\n'
}

# step TITLE ADVICE: begins a step, with the advice to print if it fails.
step() {
  title=$1
  advice=$2
  [ "$purpose" = diff ] || printf '\n# %s\n' "$title"
}

note() { printf '  %s\n' "$*"; }

warn() { printf 'Warning: %s\n' "$*" >&2; }

report_differences() {
  if [ "$changes" -eq 0 ]; then
    printf '\nNo differences: %s would change nothing in project %s.\n' "$action" "$project"
  else
    printf '\n%s commands would change project %s. None was run.\n' "$changes" "$project"
  fi
}

failed() {
  {
    printf '\n%s: this command failed:\n\n ' "$title"
    print_command "$@"
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
