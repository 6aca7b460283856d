# For deploy.sh: the jobs of Cloud Scheduler, one for each line of the schedule, and their record in the
# configuration.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

# Writes the jobs into the configuration, so that watch knows what should have run.
make_schedule() {
  step 'Schedule' 'see that you may write documents (roles/datastore.user)'
  scheduled=
  each_job add_scheduled
  local now json
  now=$(printf '%s' "$scheduled" | fingerprint)
  look_at_document "config/$mode" schedule
  ! says "$now" || return 0
  json="{\"arrayValue\": {\"values\": [${scheduled#, }]}}"
  json="{\"fingerprint\": {\"stringValue\": \"$now\"}, \"jobs\": $json}"
  set_fields "config/$mode" "{\"fields\": {\"schedule\": {\"mapValue\": {\"fields\": $json}}}}" schedule
}

add_scheduled() { # NAME SCHEDULE TIME-ZONE INTENT BODY
  local fields
  fields="\"name\": {\"stringValue\": \"$1\"}, \"when\": {\"stringValue\": \"$2\"}"
  fields="$fields, \"zone\": {\"stringValue\": \"$3\"}, \"intent\": {\"stringValue\": \"$4\"}"
  scheduled="$scheduled, {\"mapValue\": {\"fields\": {$fields}}}"
}

make_jobs() {
  step 'Scheduler' 'see that you may make jobs (roles/cloudscheduler.admin) and act as their account (roles/iam.serviceAccountUser); if a time or a time zone was refused, correct the schedule'
  look_at_jobs
  jobs=$found
  job_count=$(grep -c . <<< "$jobs" || true)
  each_job make_job
  delete_jobs "$job_names"
}

look_at_jobs() {
  look gcloud scheduler jobs list --location="$region" \
    '--format=value[separator=" "](name.basename(),description)' --project="$project"
}

make_job() { # NAME SCHEDULE TIME-ZONE INTENT BODY
  local job=$service-$1 now options verb headers
  # The scheduler waits longer than the function may take (function.yaml), so that it does not retry
  # meanwhile. The first retry begins when the lease of a dead run has lapsed (25 s) and its orders cannot
  # be on their way any more (15 s). The last retry begins within retryCheckMinutes (15), in which a dead
  # run is continued: two attempts of at most 330 s (function.yaml) and two backoffs are 14 minutes.
  options=(--location="$region" --schedule="$2" --time-zone="$3" --uri="$url/$4"
    --http-method=post --message-body="$5" --oidc-service-account-email="$scheduler_account"
    --oidc-token-audience="$url" --attempt-deadline=360s --max-retry-attempts=2 --min-backoff=60s
    --max-backoff=120s --max-doublings=1)
  now=$(printf '%s\n' "${options[@]}" | fingerprint)
  case $'\n'$jobs$'\n' in
    *$'\n'"$job $now"$'\n'*) return 0 ;;
    *$'\n'"$job "* | *$'\n'"$job"$'\n'*) verb=update headers=--update-headers ;;
    *) verb=create headers=--headers ;;
  esac
  if [ "$verb" = create ]; then
    job_count=$((job_count + 1))
    [ "$job_count" -le 3 ] || costs 10 "the job $1: three jobs of a billing account are free"
  fi
  change gcloud scheduler jobs "$verb" http "$job" "${options[@]}" \
    "$headers=Content-Type=application/json" --description="$now" --project="$project"
}

delete_jobs() { # NAMES-TO-KEEP
  local job rest
  while read -r job rest; do
    case $job in
      "$service"-*)
        case $1 in
          *" ${job#"$service"-} "*) ;;
          *) change gcloud scheduler jobs delete "$job" --location="$region" --project="$project" ;;
        esac
        ;;
    esac
  done <<< "$jobs"
}
