# For deploy.sh: reads the schedule, a line for each job, with five fields between bars.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $schedule is that of deploy.sh

# each_job FUNCTION: calls it with each job's name, schedule, time zone, intent and body.
each_job() {
  local line field
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in '' | '#'*) continue ;; esac
    IFS='|' read -r -a field <<< "$line"
    "$1" "$(trimmed "${field[0]-}")" "$(trimmed "${field[1]-}")" "$(trimmed "${field[2]-}")" \
      "$(trimmed "${field[3]-}")" "$(trimmed "$(from_fifth "$line")")"
  done < "$schedule"
}

# The body may have a bar of its own.
from_fifth() {
  case $1 in *'|'*'|'*'|'*'|'*) printf '%s' "${1#*|*|*|*|}" ;; esac
}

trimmed() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

check_schedule() {
  job_names=' '
  each_job check_job
  [ "$job_names" != ' ' ] || refuse "$schedule names no job"
}

check_job() {
  local wrong="$schedule, job \"$1\":"
  case $1 in '' | *[!a-z0-9-]*) refuse "$wrong a name has small letters, digits and dashes" ;; esac
  case $job_names in *" $1 "*) refuse "$wrong is there twice" ;; esac
  [ "$(wc -w <<< "$2")" -eq 5 ] || refuse "$wrong \"$2\" is not minute hour day month weekday"
  case $3 in */* | UTC) ;; *) refuse "$wrong \"$3\" is no time zone such as America/New_York" ;; esac
  case $4 in '' | *[!a-z-]*) refuse "$wrong \"$4\" is no intent" ;; esac
  case $5 in '{'*'}') ;; *) refuse "$wrong the body must be a JSON object, {} if need be" ;; esac
  job_names="$job_names$1 "
}
