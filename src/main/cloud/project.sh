# For deploy.sh: the project, the names and addresses in it, and its APIs.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

network=ib-intents
# Address ranges that are probably free. /26 is the smallest range for the function's egress.
function_subnet=ib-intents-function
function_range=10.118.0.0/26
gateway_subnet=ib-intents-gateway
gateway_range=10.118.1.0/28
gateway_tag=ib-gateway

settle_project() {
  step 'Project' "log in with \"gcloud auth login\", or name the project with --project"
  if [ -z "$project" ]; then
    look gcloud config get project
    project=$found
    [ "$purpose" != plan ] || project=YOUR-PROJECT
  fi
  [ -n "$project" ] || refuse 'No project: name it with --project, or with "gcloud config set project"'
  note "project $project, region $region, trading mode $mode"
}

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
  # The service accounts of the parts, each with only the rights that it needs. A project of a domain,
  # example.com:name, has the accounts of name.example.com.
  local domain=$project
  case $project in *:*) domain=${project#*:}.${project%%:*} ;; esac
  domain=$domain.iam.gserviceaccount.com
  function_account=ib-intents-$mode-function@$domain   # reads and writes Firestore
  scheduler_account=ib-intents-$mode-scheduler@$domain # calls this one function
  gateway_account=ib-intents-$mode-gateway@$domain     # reads these two secrets, writes logs
  build_account=ib-intents-build@$domain               # builds from source
  documents_url="https://firestore.googleapis.com/v1/projects/$project/databases/(default)/documents"
}

confirm_live() {
  [ "$mode" = live ] && [ "$purpose" = run ] || return 0
  printf '\nThis is about REAL MONEY in project %s. Type the trading mode to go on: ' "$project"
  local typed=''
  read -r typed || true
  [ "$typed" = live ] || refuse 'Not typed, so nothing was done.'
}

# Sets $missing_apis to the APIs that are needed and not enabled.
look_at_apis() {
  step 'APIs' 'see that the project exists, that billing is on, and that you may enable APIs (roles/serviceusage.serviceUsageAdmin)'
  look gcloud services list --enabled '--format=value(config.name)' --project="$project"
  local missing=() api
  missing_apis=
  for api in run cloudbuild artifactregistry firestore cloudscheduler secretmanager compute iam \
    cloudresourcemanager logging monitoring; do
    case $'\n'$found$'\n' in
      *$'\n'"$api.googleapis.com"$'\n'*) ;;
      *) missing+=("$api.googleapis.com") ;;
    esac
  done
  missing_apis=${missing[*]-}
}

enable_apis() {
  look_at_apis
  # shellcheck disable=SC2086 # names without blanks
  [ -z "$missing_apis" ] || change gcloud services enable $missing_apis --project="$project"
}
