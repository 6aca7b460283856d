#!/usr/bin/env bash
# Deploys ib-intents from a fresh clone to a Google Cloud project, as a scheduled, private, monitored
# function. It checks what exists before it makes anything, so it may be run again at any time. Existing
# parts stay, changed parts are updated, and after a failure it goes on where it stopped.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'USAGE'
usage: deploy.sh [deploy|destroy] [options]

  deploy (the default)  puts the function, its scheduler and its alerts into the project
  destroy               deletes all of that again, except the data in Firestore; asks first

  --mode paper|live     play money (the default) or real money; each has its own function
  --project PROJECT     the Google Cloud project; default: the project of "gcloud config"
  --region REGION       where everything runs; default: us-east1, near the broker's servers
  --account ID          the broker's account; is written into the configuration
  --with-gateway        also runs IB Gateway, on a small machine in the function's network
  --image IMAGE         deploys this image, as in us-east1-docker.pkg.dev/PROJECT/REPOSITORY/NAME:TAG,
                        rather than building from source; see src/main/cloud/Dockerfile
  --schedule FILE       the times and intents of the calls; default: src/main/cloud/schedule.txt
  --notify EMAIL        the receiver of the alerts; default: the existing one, or else gcloud's account
  --dry-run             prints every command, "?" for one that reads and "+" for one that changes
                        something, as if the project were empty; runs none of them

Give the same options each time: they describe the whole deployment. IB_USERID and IB_PASSWORD in the
environment
answer the questions of --with-gateway.
USAGE
}

# --- Names and addresses ---------------------------------------------------------------------------

cloud=src/main/cloud
# shellcheck source=src/main/cloud/commands.sh
source "$cloud/commands.sh"
# shellcheck source=src/main/cloud/schedule.sh
source "$cloud/schedule.sh"
# shellcheck source=src/main/cloud/destroy.sh
source "$cloud/destroy.sh"

network=ib-intents
# Address ranges that are probably free. /26 is the smallest range for the function's egress.
function_subnet=ib-intents-function
function_range=10.118.0.0/26
gateway_subnet=ib-intents-gateway
gateway_range=10.118.1.0/28
gateway_tag=ib-gateway

settle_names() {
  service=ib-intents-$mode
  gateway=ib-gateway-$mode
  zone=$region-b
  case $mode in
    paper) gateway_address=10.118.1.10 gateway_port=4002 ;;
    live) gateway_address=10.118.1.11 gateway_port=4001 ;;
  esac
  user_secret=ib-userid-$mode
  password_secret=ib-password-$mode
  # The service accounts of the parts, each with only the rights that it needs:
  local domain=$project.iam.gserviceaccount.com
  function_account=ib-intents-$mode-function@$domain   # reads and writes Firestore
  scheduler_account=ib-intents-$mode-scheduler@$domain # calls this one function
  gateway_account=ib-intents-$mode-gateway@$domain     # reads these two secrets, writes logs
  build_account=ib-intents-build@$domain               # builds from source
  documents_url="https://firestore.googleapis.com/v1/projects/$project/databases/(default)/documents"
}

# --- Arguments -------------------------------------------------------------------------------------

read_arguments() {
  action=deploy mode=paper project='' region=us-east1 account='' image='' with_gateway=no notify=''
  dry_run=no
  schedule=$cloud/schedule.txt
  case ${1:-} in
    deploy | destroy) action=$1 && shift ;;
  esac
  while [ $# -gt 0 ]; do
    case $1 in
      --mode | --project | --region | --account | --image | --schedule | --notify)
        [ $# -gt 1 ] || bad_usage "$1 needs a value"
        set_option "$1" "$2"
        shift
        ;;
      --with-gateway) with_gateway=yes ;;
      --dry-run) dry_run=yes ;;
      --help | -h) usage && exit 0 ;;
      *) bad_usage "there is no option $1" ;;
    esac
    shift
  done
}

set_option() {
  case $1 in
    --mode) mode=$2 ;;
    --project) project=$2 ;;
    --region) region=$2 ;;
    --account) account=$2 ;;
    --image) image=$2 ;;
    --schedule) schedule=$2 ;;
    --notify) notify=$2 ;;
  esac
}

check_arguments() {
  case $mode in paper | live) ;; *) bad_usage "--mode is paper or live, not \"$mode\"" ;; esac
  case $region in *[!a-z0-9-]* | '') bad_usage "--region is no region: \"$region\"" ;; esac
  case $account in *[!A-Za-z0-9]*) bad_usage "--account is no account: \"$account\"" ;; esac
  case $image in *[!A-Za-z0-9._:/@-]*) bad_usage "--image is no image: \"$image\"" ;; esac
  [ -r "$schedule" ] || bad_usage "--schedule names no file that can be read: $schedule"
  [ "$action" = destroy ] || check_schedule
  if [ "$dry_run" = no ]; then
    local tool
    for tool in gcloud curl mvn; do
      command -v "$tool" > /dev/null || refuse "$tool is needed, and is not here"
    done
  fi
}

settle_project() {
  step 'Project' "log in with \"gcloud auth login\", or name the project with --project"
  if [ -z "$project" ]; then
    look gcloud config get project
    project=$found
    [ "$dry_run" = no ] || project=YOUR-PROJECT
  fi
  [ -n "$project" ] || refuse 'No project: name it with --project, or with "gcloud config set project"'
  note "project $project, region $region, trading mode $mode"
}

# --- Steps of deploy -------------------------------------------------------------------------------

confirm_live() {
  [ "$mode" = live ] && [ "$dry_run" = no ] || return 0
  printf '\nThis is about REAL MONEY in project %s. Type the trading mode to go on: ' "$project"
  local typed=''
  read -r typed || true
  [ "$typed" = live ] || refuse 'Not typed, so nothing was done.'
}

enable_apis() {
  step 'APIs' 'see that the project exists, that billing is on, and that you may enable APIs (roles/serviceusage.serviceUsageAdmin)'
  look gcloud services list --enabled '--format=value(config.name)' --project="$project"
  local missing=() api
  for api in run cloudbuild artifactregistry firestore cloudscheduler secretmanager compute iam \
    cloudresourcemanager logging monitoring; do
    case $'\n'$found$'\n' in
      *$'\n'"$api.googleapis.com"$'\n'*) ;;
      *) missing+=("$api.googleapis.com") ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] || change gcloud services enable "${missing[@]}" --project="$project"
}

# No indexes are made: the function's queries use only equality, for which Firestore needs none.
make_database() {
  step 'Firestore' "if the region has no Firestore, make the database by hand in one that is near, with the last command and another --location"
  look gcloud firestore databases list '--format=value(name,type)' --project="$project"
  case $found in
    *'/(default)'*DATASTORE_MODE*)
      refuse "Project $project has a database in Datastore mode. ib-intents needs Firestore in native mode: use another project." ;;
    *'/(default)'*) ;;
    *)
      change gcloud firestore databases create '--database=(default)' --location="$region" \
        --type=firestore-native --delete-protection --project="$project" ;;
  esac
}

# Calls Firestore's REST API, because gcloud has no command for documents. The token goes in on standard
# input, so that no list of processes shows it.
firestore_options=(--silent --show-error --connect-timeout 10 --max-time 60 --header @-
  --header 'Content-Type: application/json')
firestore() {
  local token
  token=$(gcloud auth print-access-token) || return
  printf 'Authorization: Bearer %s\n' "$token" | curl "${firestore_options[@]}" "$@"
}

# Sets $found to the values of these fields, or to "no document".
look_at_document() { # PATH FIELD…
  local url field path=$1
  shift
  url="$documents_url/$path?"
  for field; do
    url="${url}mask.fieldPaths=$field&"
  done
  # A read may be repeated. A change is not repeated, because it may have been made: the next run of the
  # script checks it.
  look firestore --retry 3 --write-out '\n%{http_code}' "${url%[?&]}"
  case $found in
    '' | *200) ;;
    *404) found='no document' ;;
    *)
      printf '%s\n' "$found" > "$work/said"
      failed firestore --write-out '\n%{http_code}' "${url%[?&]}"
      ;;
  esac
}

make_document() { # PATH JSON: makes a document if it does not exist
  look_at_document "$1" tradingEnabled
  if [ -z "$found" ] || [ "$found" = 'no document' ]; then
    change firestore --fail --output /dev/null --request PATCH --data "$2" \
      "$documents_url/$1?currentDocument.exists=false"
  fi
}

set_fields() { # PATH JSON FIELD…: sets these fields, and keeps the others
  local path=$1 json=$2 url field
  shift 2
  url="$documents_url/$path?currentDocument.exists=true"
  for field; do
    url="$url&updateMask.fieldPaths=$field"
  done
  change firestore --fail --output /dev/null --request PATCH --data "$json" "$url"
}

make_configuration() {
  step 'Configuration' 'see that you may write documents (roles/datastore.user)'
  make_document config/common "$(tr -d '\n' < "$cloud/common.json")"
  make_document "config/$mode" '{"fields": {}}'
  look_at_document "config/$mode" account
  if [ -n "$account" ] && ! says "$account"; then
    set_fields "config/$mode" "{\"fields\": {\"account\": {\"stringValue\": \"$account\"}}}" account
  elif [ "$mode" = live ] && [ -z "$account" ] && [ "$dry_run" = no ] && ! says '[^"]+'; then
    refuse "config/live names no account, so no real money is traded. Name it with --account ID," \
      "and check the other fields of config/common and config/live, limits above all."
  fi
}

# Whether $found has a text field with this value.
says() { grep -Eq "\"stringValue\": *\"$1\"" <<< "$found"; }

make_accounts() {
  step 'Service accounts' 'see that you may make accounts and grant roles (roles/iam.serviceAccountAdmin, roles/resourcemanager.projectIamAdmin)'
  make_account "$build_account" 'ib-intents: builds the function'
  grant_on_project "$build_account" roles/run.builder
  make_account "$function_account" "ib-intents: the $mode function"
  grant_on_project "$function_account" roles/datastore.user
  make_account "$scheduler_account" "ib-intents: calls the $mode function"
}

make_account() { # ACCOUNT DISPLAY-NAME
  look gcloud iam service-accounts list --filter="email=$1" '--format=value(email)' \
    --project="$project"
  [ -n "$found" ] || change gcloud iam service-accounts create "${1%@*}" --display-name="$2" \
    --project="$project"
}

# Sets $binding to the options that find a role of an account in a policy.
binding_of() { # ACCOUNT ROLE
  binding=('--flatten=bindings[].members' '--format=value(bindings.role)'
    --filter="bindings.members=\"serviceAccount:$1\" AND bindings.role=\"$2\"")
}

grant_on_project() { # ACCOUNT ROLE
  binding_of "$1" "$2"
  look gcloud projects get-iam-policy "$project" "${binding[@]}"
  [ -n "$found" ] || change gcloud projects add-iam-policy-binding "$project" \
    --member="serviceAccount:$1" --role="$2" --condition=None '--format=none'
}

make_network() {
  step 'Network' 'see that you may make networks (roles/compute.networkAdmin)'
  look gcloud compute networks list --filter="name=$network" '--format=value(name)' \
    --project="$project"
  [ -n "$found" ] || change gcloud compute networks create "$network" --subnet-mode=custom \
    --project="$project"
  make_subnet "$function_subnet" "$function_range"
}

make_subnet() { # NAME RANGE
  look gcloud compute networks subnets list --filter="name=$1" --regions="$region" \
    '--format=value(name)' --project="$project"
  [ -n "$found" ] || change gcloud compute networks subnets create "$1" --network="$network" \
    --region="$region" --range="$2" --enable-private-ip-google-access --project="$project"
}

make_secrets() {
  step 'Secrets' 'see that you may make secrets (roles/secretmanager.admin)'
  make_account "$gateway_account" "ib-intents: the $mode gateway"
  grant_on_project "$gateway_account" roles/logging.logWriter
  make_secret "$user_secret" IB_USERID 'user name'
  make_secret "$password_secret" IB_PASSWORD 'password'
}

make_secret() { # NAME VARIABLE WORDS
  look gcloud secrets list --filter="name~/$1\$" '--format=value(name)' --project="$project"
  [ -n "$found" ] || change gcloud secrets create "$1" --replication-policy=automatic \
    --project="$project"
  look gcloud secrets versions list "$1" --filter=state=ENABLED --limit=1 '--format=value(name)' \
    --project="$project"
  if [ -z "$found" ]; then
    ask_for_secret "$2" "$3"
    change add_secret_version "$1"
    secret_value=
  fi
  binding_of "$gateway_account" roles/secretmanager.secretAccessor
  look gcloud secrets get-iam-policy "$1" "${binding[@]}" --project="$project"
  [ -n "$found" ] || change gcloud secrets add-iam-policy-binding "$1" \
    --member="serviceAccount:$gateway_account" --role=roles/secretmanager.secretAccessor \
    '--format=none' --project="$project"
}

ask_for_secret() { # VARIABLE WORDS
  [ "$dry_run" = no ] || return 0
  secret_value=${!1:-}
  if [ -z "$secret_value" ]; then
    printf "The broker's %s for the %s account (is not shown): " "$2" "$mode"
    read -r -s secret_value || true
    printf '\n'
  fi
  [ -n "$secret_value" ] || refuse "No $2 was given. Type it when asked, or set $1."
}

# The value goes in on standard input, so that no list of processes shows it.
add_secret_version() { # NAME
  printf '%s' "$secret_value" | gcloud secrets versions add "$1" --data-file=- --project="$project"
}

make_gateway_network() {
  step 'The gateway'\''s network' 'see that you may change networks and firewalls (roles/compute.networkAdmin, roles/compute.securityAdmin)'
  make_subnet "$gateway_subnet" "$gateway_range"
  # This is the only rule: a new custom network admits no other connections.
  look gcloud compute firewall-rules list "--filter=name=$gateway_tag" '--format=value(name)' \
    --project="$project"
  [ -n "$found" ] || change gcloud compute firewall-rules create "$gateway_tag" \
    --network="$network" --direction=INGRESS --action=ALLOW --rules=tcp:4001-4002 \
    --source-ranges="$function_range" --target-tags="$gateway_tag" --project="$project"
  # The gateway has no public address, but it must reach the broker and the registry of its image.
  look gcloud compute routers list --filter="name=$network" --regions="$region" \
    '--format=value(name)' --project="$project"
  [ -n "$found" ] || change gcloud compute routers create "$network" --network="$network" \
    --region="$region" --project="$project"
  look gcloud compute routers nats list --router="$network" --region="$region" \
    '--format=value(name)' --project="$project"
  [ -n "$found" ] || change gcloud compute routers nats create "$network" --router="$network" \
    --region="$region" --nat-custom-subnet-ip-ranges="$gateway_subnet" \
    --auto-allocate-nat-external-ips --project="$project"
}

make_gateway() {
  step 'The gateway' "see that you may make machines (roles/compute.instanceAdmin.v1), and that zone $zone has e2-small"
  local now
  now=$(fingerprint < "$cloud/gateway.yaml")
  look gcloud compute instances list --filter="name=$gateway" --zones="$zone" \
    '--format=value(name,labels.fingerprint)' --project="$project"
  case $found in
    '')
      change gcloud compute instances create "$gateway" --zone="$zone" --machine-type=e2-small \
        --image-family=cos-stable --image-project=cos-cloud --boot-disk-size=10GB \
        --boot-disk-type=pd-balanced --shielded-secure-boot --restart-on-failure \
        --subnet="$gateway_subnet" --private-network-ip="$gateway_address" --no-address \
        --tags="$gateway_tag" --service-account="$gateway_account" --scopes=cloud-platform \
        --metadata="google-logging-enabled=true,trading-mode=$mode" \
        --metadata-from-file="user-data=$cloud/gateway.yaml" --labels="fingerprint=$now" \
        --project="$project"
      ;;
    *[[:space:]]"$now") ;;
    *)
      change gcloud compute instances add-metadata "$gateway" --zone="$zone" \
        --metadata-from-file="user-data=$cloud/gateway.yaml" --project="$project"
      change gcloud compute instances reset "$gateway" --zone="$zone" --project="$project"
      change gcloud compute instances update "$gateway" --zone="$zone" \
        --update-labels="fingerprint=$now" --project="$project"
      ;;
  esac
  look_at_document "config/$mode" apiHost apiPort
  if ! says "$gateway_address" || ! grep -q "\"integerValue\": *\"$gateway_port\"" <<< "$found"; then
    set_fields "config/$mode" "{\"fields\": {\"apiHost\": {\"stringValue\": \"$gateway_address\"}, \"apiPort\": {\"integerValue\": \"$gateway_port\"}}}" \
      apiHost apiPort
  fi
}

deploy_function() {
  step 'Function' 'if a test failed, correct that first; if the build failed, its log is linked above; if the revision did not start, see "gcloud run services logs read"'
  local now code
  if [ -n "$image" ]; then
    now=$({ cat function.yaml && printf '%s' "$image"; } | fingerprint)
    code=(--image="$image" --clear-base-image)
  else
    # The files that are sent to the build (.gcloudignore), and the options of the deployment.
    now=$({
      find pom.xml .mvn src function.yaml -type f ! -path "$cloud/*" ! -path 'src/test/*'
      echo "$cloud/source.yaml"
    } | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | fingerprint)
    code=(--flags-file="$cloud/source.yaml"
      --build-service-account="projects/$project/serviceAccounts/$build_account")
  fi
  look_at_service
  # The service is up to date if the newest revision is the serving one.
  case $found in
    "$now $service-"*) [ "$(cut -d ' ' -f 2 <<< "$found")" != "$(cut -d ' ' -f 3 <<< "$found")" ] || return 0 ;;
  esac
  [ -n "$image" ] || change mvn -B -ntp verify
  change gcloud run deploy "$service" --flags-file=function.yaml "${code[@]}" \
    --set-env-vars="PROJECT_ID=$project,TRADING_MODE=$mode" --labels="fingerprint=$now" \
    --service-account="$function_account" --region="$region" --project="$project"
}

# Sets $found to the service's fingerprint, its newest and its serving revision, and its URL.
look_at_service() {
  look gcloud run services list --filter="metadata.name=$service" --region="$region" \
    '--format=value[separator=" "](metadata.labels.fingerprint,status.latestCreatedRevisionName,status.latestReadyRevisionName,status.url)' \
    --project="$project"
}

admit_scheduler() {
  step 'Who may call the function' 'see that you may grant roles on it (roles/run.admin)'
  binding_of "$scheduler_account" roles/run.invoker
  look gcloud run services get-iam-policy "$service" "${binding[@]}" --region="$region" \
    --project="$project"
  [ -n "$found" ] || change gcloud run services add-iam-policy-binding "$service" \
    --member="serviceAccount:$scheduler_account" --role=roles/run.invoker '--format=none' \
    --region="$region" --project="$project"
  look_at_service
  url=${found##* }
  [ "$dry_run" = no ] || url=https://URL-OF-THE-FUNCTION
}

make_jobs() {
  step 'Scheduler' 'see that you may make jobs (roles/cloudscheduler.admin) and act as their account (roles/iam.serviceAccountUser); if a time or a time zone was refused, correct the schedule'
  look_at_jobs
  jobs=$found
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

make_alerts() {
  step 'Alerts' 'see that you may edit alerting (roles/monitoring.editor)'
  look_at_channels
  # Without --notify the existing receiver stays.
  found=$(grep -F "${notify:+$notify }" <<< "$found" || true)
  if [ -z "$found" ]; then
    make_channel
    look_at_channels
    found=$(grep -F "$notify " <<< "$found" || true)
  fi
  found=${found%%$'\n'*}
  channel=${found##* }
  [ "$dry_run" = no ] || channel=projects/$project/notificationChannels/NUMBER
  make_alert "$cloud/failed-runs.json"
  make_alert "$cloud/mismatched-books.json"
}

# Sets $found to the addresses and the names of the channels for this mode's alerts.
look_at_channels() {
  look gcloud beta monitoring channels list --filter="type=email" --project="$project" \
    '--format=value[separator=" "](displayName,labels.email_address,name)'
  found=$(sed -n "s|^$service ||p" <<< "$found")
}

make_channel() {
  if [ -z "$notify" ]; then
    look gcloud config get account
    notify=$found
    [ "$dry_run" = no ] || notify=YOU@EXAMPLE.COM
  fi
  [ -n "$notify" ] || refuse 'Nobody to send alerts to: say --notify EMAIL'
  change gcloud beta monitoring channels create --display-name="$service" --type=email \
    --channel-labels="email_address=$notify" --project="$project"
}

make_alert() { # FILE
  local policy now name
  policy=$(sed -e "s|@MODE@|$mode|g" -e "s|@CHANNEL@|$channel|" "$1" | tr -d '\n' | tr -s ' ')
  now=$(printf '%s' "$policy" | fingerprint)
  policy=${policy/@FINGERPRINT@/$now}
  name=$(sed -n 's/.*"displayName": "ib-intents-@MODE@: \(.*\)",.*/\1/p' "$1")
  look_at_alerts
  name=$(sed -n "s/ $service: $name\$//p" <<< "$found")
  case $name in
    '') change gcloud alpha monitoring policies create --policy="$policy" --project="$project" ;;
    *" $now") ;;
    *)
      change gcloud alpha monitoring policies update "${name%% *}" --policy="$policy" \
        --project="$project"
      ;;
  esac
}

look_at_alerts() {
  look gcloud alpha monitoring policies list \
    '--format=value[separator=" "](name,userLabels.fingerprint,displayName)' --project="$project"
}

report() {
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
  make_jobs
  make_alerts
  report
}

# ---------------------------------------------------------------------------------------------------

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
}

main "$@"
