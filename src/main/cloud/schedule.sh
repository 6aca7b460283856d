# For deploy.sh: reads the schedule, a line for each job, with five fields between bars.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $schedule is that of deploy.sh

# each_job FUNCTION: calls the function with the name, schedule, time zone, intent and body of each job.
each_job() {
  local line name when zone intent body field
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in '' | '#'*) continue ;; esac
    IFS='|' read -r name when zone intent body <<< "$line" # the body may contain a bar
    for field in name when zone intent body; do
      read -r "${field?}" <<< "${!field}" # removes the spaces around the field
    done
    "$1" "$name" "$when" "$zone" "$intent" "$body"
  done < "$schedule"
}

check_schedule() {
  job_names=' '
  each_job check_job
  [ "$job_names" != ' ' ] || refuse "$schedule names no job"
}

check_job() {
  local wrong="$schedule, job \"$1\":"
  case $1 in '' | *[!a-z0-9-]*) refuse "$wrong a name has small letters, digits and dashes" ;; esac
  case $job_names in *" $1 "*) refuse "$wrong appears twice" ;; esac
  [ "$(wc -w <<< "$2")" -eq 5 ] || refuse "$wrong \"$2\" is not minute hour day month weekday"
  case $3 in */* | UTC) ;; *) refuse "$wrong \"$3\" is no time zone such as America/New_York" ;; esac
  case $4 in '' | *[!a-z-]*) refuse "$wrong \"$4\" is no intent" ;; esac
  case $5 in '{'*'}') ;; *) refuse "$wrong the body must be a JSON object, {} if need be" ;; esac
  job_names="$job_names$1 "
}
