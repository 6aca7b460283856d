# Takes the stand-ins for gcloud, curl and mvn into the shell that calls them (BASH_ENV names this
# file), each call in a subshell of its own: a process of its own takes ten times as long.
# shellcheck shell=bash
stand_ins=${BASH_SOURCE[0]%/*}/bin
for stand_in in gcloud curl mvn; do
  # shellcheck disable=SC1090 # they are checked by themselves
  eval "$stand_in() (source '$stand_ins/$stand_in' \"\$@\")"
done
