#!/usr/bin/env bash
# Deploys ib-intents from a fresh clone to a Google Cloud project, as a scheduled, private, monitored
# function. It checks what exists before it makes anything, so it may be run again at any time. Existing
# parts stay, changed parts are updated, and after a failure it goes on where it stopped.
#
# It is a script of gcloud commands and not Terraform, for these reasons: Cloud Shell has no lasting place
# for Terraform's state, and a lost state would make everything a second time. The secrets would be in
# that state. A configuration in Firestore must be made once and never be overwritten. And every command
# can be read, pasted and tested here, without a project and without the network.
#
# shellcheck disable=SC2034,SC2154 # names that the parts in src/main/cloud set or use
set -euo pipefail

# The files of this repository are beside this script, and --schedule beside its caller.
caller=$PWD
script=${BASH_SOURCE[0]}
while [ -L "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
unset CDPATH
cd -- "$(dirname "$script")"

cloud=src/main/cloud
for part in commands arguments source project firestore accounts network secrets gateway function cron \
  schedule scheduler alerts costs destroy; do
  # shellcheck disable=SC1090 # each is checked by itself
  source "$cloud/$part.sh"
done

deploy() {
  confirm_live
  enable_apis
  make_database
  make_configuration
  make_accounts
  make_network
  if [ "$with_gateway" = yes ]; then
    make_secrets
    make_gateway_network
    make_gateway
  fi
  deploy_function
  admit_scheduler
  make_schedule
  make_jobs
  make_alerts
  report
}

report() {
  report_costs
  [ "$purpose" != diff ] || return 0
  step 'Done' ''
  note "the $mode function is at $url; only its scheduler and who has roles/run.invoker may call it:"
  note "  curl -H \"Authorization: Bearer \$(gcloud auth print-identity-token)\" $url/ping"
  if [ "$with_gateway" = yes ]; then
    note "the gateway logs in now, which takes some minutes; see gcloud logging read 'resource.type=gce_instance' --limit=50"
  else
    note "config/$mode in Firestore must say where the gateway is: apiHost and apiPort"
  fi
  note 'exposure.overall in config/common is 0 at first: nothing is traded until you change it'
}

main() {
  export CLOUDSDK_CORE_DISABLE_PROMPTS=1
  export -n IB_USERID IB_PASSWORD # hides them from the commands that this script starts
  read_arguments "$@"
  check_arguments
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  settle_project
  settle_names
  "$action"
  [ "$purpose" != diff ] || report_differences
}

main "$@"
