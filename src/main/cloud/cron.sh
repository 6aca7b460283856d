# For deploy.sh: times of the schedule in the format of cron, as Cloud Scheduler reads it, and the changes
# of clocks that skip or double them.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

# check_cron TEXT: sets $minutes, $hours, $days, $months and $weekdays to the values of the fields, between
# blanks; or fails, with the reason in $cron_error.
check_cron() {
  local minute hour day month weekday rest last
  read -r minute hour day month weekday rest <<< "$1"
  if [ -z "$weekday" ] || [ -n "$rest" ]; then
    cron_error="\"$1\" is not minute hour day month weekday"
    return 1
  fi
  expand minute "$minute" 0 59 '' && minutes=$values || return 1
  expand hour "$hour" 0 23 '' && hours=$values || return 1
  expand day "$day" 1 31 '' && days=$values || return 1
  expand month "$month" 1 12 '- JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC' && months=$values || return 1
  expand weekday "$weekday" 0 7 'SUN MON TUE WED THU FRI SAT' && weekdays=$values || return 1
  case $weekdays in *' 7 '*) weekdays=" 0$weekdays" ;; esac
  # If one of day and weekday is *, the other counts. If neither is, one of them is enough.
  any_day=no any_weekday=no
  case $day in '*'*) any_day=yes ;; esac
  case $weekday in '*'*) any_weekday=yes ;; esac
  [ $any_weekday = yes ] || return 0
  for month in $months; do
    case $month in 2) last=29 ;; 4 | 6 | 9 | 11) last=30 ;; *) last=31 ;; esac
    for day in $days; do
      [ "$day" -gt "$last" ] || return 0
    done
  done
  cron_error="\"$1\" names a day that never comes"
  return 1
}

# expand NAME FIELD LOWEST HIGHEST WORDS: sets $values to the values that a field stands for, between
# blanks. WORDS are names of the values from 0 on.
expand() {
  local item items step first last number
  cron_error="\"$2\" is no $1: it is *, or numbers from $3 to $4 such as 5, 1-5, 1,3 or */2"
  values=' '
  case ",$2," in *,,*) return 1 ;; esac
  IFS=, read -r -a items <<< "$2"
  for item in "${items[@]}"; do
    step=1
    case $item in
      '*'/* | *-*/*) step=${item##*/} item=${item%/*} ;;
    esac
    [[ $step =~ ^[0-9]{1,2}$ && $((10#$step)) -gt 0 ]] || return 1
    case $item in
      '*') first=$3 last=$4 ;;
      *) value_of "${item%%-*}" "$5" && first=$number && value_of "${item#*-}" "$5" && last=$number || return 1 ;;
    esac
    [ "$first" -ge "$3" ] && [ "$first" -le "$last" ] && [ "$last" -le "$4" ] || return 1
    for ((number = first; number <= last; number += 10#$step)); do
      values="$values$number "
    done
  done
}

# Sets $number to the number that a text names.
value_of() { # TEXT WORDS
  local word
  if [[ $1 =~ ^[0-9]{1,2}$ ]]; then
    number=$((10#$1))
    return
  fi
  number=0
  for word in $2; do
    [ "$word" != "$(tr '[:lower:]' '[:upper:]' <<< "$1")" ] || return 0
    number=$((number + 1))
  done
  return 1
}

# Warns of a time that the clocks of the zone skip or show twice within a year. Cloud Scheduler goes by the
# clock on the wall. A job of every hour is as often as before.
warn_of_clock_changes() { # TIME-ZONE
  local kind length minute hour weekday day month date time i
  [ "$hours" != ' 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 ' ] || return 0
  find_clock_changes "$1"
  while read -r kind length minute hour weekday day month date; do
    if [ -z "$kind" ] || ! comes_on "$weekday" "$((10#$day))" "$((10#$month))"; then continue; fi
    minute=$((10#$hour * 60 + 10#$minute))
    for ((i = minute; i < minute + length; i++)); do
      case "$hours" in *" $((i / 60 % 24)) "*) ;; *) continue ;; esac
      case "$minutes" in *" $((i % 60)) "*) ;; *) continue ;; esac
      printf -v time '%02d:%02d' $((i / 60 % 24)) $((i % 60))
      case $kind in
        skipped) warn "$schedule, line $line_number: on $date the clocks of $1 skip $time, so the job may not run" ;;
        doubled) warn "$schedule, line $line_number: on $date the clocks of $1 show $time twice, so the job may run twice" ;;
      esac
      break
    done
  done <<< "$clock_changes"
}

comes_on() { # WEEKDAY DAY MONTH
  case "$months" in *" $3 "*) ;; *) return 1 ;; esac
  case "$any_day $any_weekday" in
    'yes yes') return 0 ;;
    'yes no') [[ $weekdays == *" $1 "* ]] ;;
    'no yes') [[ $days == *" $2 "* ]] ;;
    *) [[ $weekdays == *" $1 "* || $days == *" $2 "* ]] ;;
  esac
}

# Sets $clock_changes to the changes of the clocks within a year, one a line: skipped or doubled, the
# length in minutes, and the minute, hour, weekday, day, month and date of the first such time.
find_clock_changes() { # TIME-ZONE
  [ "$1" != "$clock_zone" ] || return 0
  clock_zone=$1 clock_changes=
  local now at old='' new low high middle week=604800
  printf -v now '%(%s)T' -1 2> /dev/null || return 0 # bash before 4.2 does not know times
  for ((at = now; at < now + 53 * week; at += week)); do
    offset_at "$at"
    new=$offset
    if [ -n "$old" ] && [ "$new" -ne "$old" ]; then
      low=$((at - week)) high=$at
      while [ $((high - low)) -gt 1 ]; do
        middle=$(((low + high) / 2))
        offset_at "$middle"
        if [ "$offset" -eq "$old" ]; then low=$middle; else high=$middle; fi
      done
      if [ "$new" -gt "$old" ]; then
        add_clock_change skipped $((new - old)) $((high + old * 60))
      else
        add_clock_change doubled $((old - new)) $((high + new * 60))
      fi
    fi
    old=$new
  done
}
clock_zone=

add_clock_change() { # KIND LENGTH SECONDS
  local -x TZ=UTC0
  local begin
  printf -v begin '%(%M %H %w %d %m %F)T' "$3"
  clock_changes="$clock_changes$1 $2 $begin"$'\n'
}

# Sets $offset to that of $clock_zone from UTC, in minutes.
offset_at() { # SECONDS
  local -x TZ=$clock_zone
  local text
  printf -v text '%(%z)T' "$1"
  offset=$((10#${text:1:2} * 60 + 10#${text:3:2}))
  case $text in -*) offset=$((-offset)) ;; esac
}
