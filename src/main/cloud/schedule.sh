# For deploy.sh: reads the schedule, a line for each job, with five fields between bars.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $schedule is that of deploy.sh

# The intents of the function, as the reference lists them, which is generated from the code.
intents=$(sed -n 's/([^)]*)//g; s/^Intents: //p' docs/reference.md | tr -cs 'a-z-' ' ')

# each_job FUNCTION: calls the function with the name, schedule, time zone, intent and body of each job.
# $line is its line, and $line_number the number of that.
each_job() {
  local name when zone intent body field
  line_number=0
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    line_number=$((line_number + 1))
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

refuse_line() {
  refuse "$schedule, line $line_number: $*
  $line"
}

check_job() { # NAME SCHEDULE TIME-ZONE INTENT BODY
  case $1 in '' | *[!a-z0-9-]*) refuse_line "a name has small letters, digits and dashes, unlike \"$1\"" ;; esac
  case $job_names in *" $1 "*) refuse_line "the name $1 appears twice" ;; esac
  case $3 in *[!A-Za-z0-9_/+-]*) refuse_line "\"$3\" is no time zone such as America/New_York" ;; */* | UTC) ;; *) refuse_line "\"$3\" is no time zone such as America/New_York" ;; esac
  if [ -f /usr/share/zoneinfo/America/New_York ] && [ ! -f "/usr/share/zoneinfo/$3" ]; then
    refuse_line "there is no time zone \"$3\""
  fi
  check_cron "$2" || refuse_line "$cron_error"
  case " $intents " in
    *" $4 "*) ;;
    *) refuse_line "\"$4\" is no intent; there are ${intents# }" ;;
  esac
  is_json_object "$5" || refuse_line "the body must be a JSON object, {} if need be"
  warn_of_clock_changes "$3"
  job_names="$job_names$1 "
}

# Whether a text is a JSON object. Each string becomes a, each other value v; then each innermost array
# or object becomes v, until there is none left.
is_json_object() {
  [[ $1 == '{'*'}' && $1 != *[[:cntrl:]]* ]] || return 1
  local string='"([^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"' a=$'\001' v=$'\002' left
  local number='-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?'
  local value="[$a$v]"
  local pair="$a:$value"
  left=$(sed -E -e "s~$string~$a~g" -e 's~ *([][{}:,]) *~\1~g' \
    -e ':scalar' -e "s~([,:[])($number|true|false|null)([],}])~\1$v\6~" -e 't scalar' \
    -e ':nested' -e "s~([,:[])(\[\]|\[$value(,$value)*\]|\{\}|\{$pair(,$pair)*\})~\1$v~" -e 't nested' \
    <<< "$1")
  [[ $left =~ ^\{($pair(,$pair)*)?\}$ ]]
}
