# For deploy.sh: deletes everything that deploy.sh makes, except the data.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

confirm_destroy() {
  [ "$purpose" = run ] || return 0
  printf '\nThis deletes the %s function in %s, its gateway, schedule, alerts and secrets in %s.\n' \
    "$mode" "$region" "project $project"
  printf 'The data in Firestore stay. Positions and open orders at the broker stay as they are, too.\n'
  printf 'Type the trading mode to go on: '
  local typed=''
  read -r typed || true
  [ "$typed" = "$mode" ] || refuse 'Not typed, so nothing was done.'
}

# delete_if FOUND-COMMAND… -- DELETE-COMMAND…
delete_if() {
  local finding=()
  while [ "$1" != -- ]; do
    finding+=("$1")
    shift
  done
  shift
  look "${finding[@]}" --project="$project"
  if [ -n "$found" ] || [ "$purpose" = plan ]; then
    change "$@" --project="$project"
  fi
}

destroy_jobs() {
  step 'Scheduler' 'see that you may delete jobs (roles/cloudscheduler.admin)'
  look_at_jobs
  jobs=$found
  [ "$purpose" != plan ] || jobs=$service-NAME
  delete_jobs ' '
}

destroy_function() {
  step 'Function' 'see that you may delete it (roles/run.admin)'
  delete_if gcloud run services list --filter="metadata.name=$service" --region="$region" \
    '--format=value(metadata.name)' -- gcloud run services delete "$service" --region="$region"
}

destroy_alerts() {
  step 'Alerts' 'see that you may edit alerting and metrics of logs (roles/monitoring.editor, roles/logging.configWriter)'
  local name
  look_at_alerts
  found=$(grep " $service: " <<< "$found" || true)
  [ "$purpose" != plan ] || found=projects/$project/alertPolicies/NUMBER
  while read -r name; do
    [ -z "$name" ] || change gcloud alpha monitoring policies delete "${name%% *}" \
      --project="$project"
  done <<< "$found"
  delete_if gcloud logging metrics list --filter="name=$service-watch" '--format=value(name)' \
    -- gcloud logging metrics delete "$service-watch"
  look_at_channels
  [ "$purpose" != plan ] || found=projects/$project/notificationChannels/NUMBER
  while read -r name; do
    [ -z "$name" ] || change gcloud beta monitoring channels delete "${name##* }" \
      --project="$project"
  done <<< "$found"
}

destroy_gateway() {
  step 'The gateway and its secrets' 'see that you may delete machines and secrets (roles/compute.instanceAdmin.v1, roles/secretmanager.admin)'
  delete_if gcloud compute instances list --filter="name=$gateway" --zones="$zone" \
    '--format=value(name)' -- gcloud compute instances delete "$gateway" --zone="$zone"
  local secret
  for secret in "$user_secret" "$password_secret"; do
    delete_if gcloud secrets list --filter="name~/$secret\$" '--format=value(name)' \
      -- gcloud secrets delete "$secret"
  done
}

# Deletes an account, and its bindings first: the bindings of a deleted account would stay in the policy,
# and could not be told from others.
destroy_account() { # ACCOUNT ROLE…
  local role email=$1
  shift
  for role; do
    binding_of "$email" "$role"
    look gcloud projects get-iam-policy "$project" "${binding[@]}"
    if [ -n "$found" ] || [ "$purpose" = plan ]; then
      change gcloud projects remove-iam-policy-binding "$project" \
        --member="serviceAccount:$email" --role="$role" --condition=None '--format=none'
    fi
  done
  delete_if gcloud iam service-accounts list --filter="email=$email" '--format=value(email)' \
    -- gcloud iam service-accounts delete "$email"
}

destroy_accounts() {
  step 'Service accounts' 'see that you may delete accounts (roles/iam.serviceAccountAdmin, roles/resourcemanager.projectIamAdmin)'
  destroy_account "$function_account" roles/datastore.user
  destroy_account "$scheduler_account"
  destroy_account "$gateway_account" roles/logging.logWriter
}

# Deletes the parts that both trading modes share, if the other mode has no function.
destroy_shared() {
  step 'Network' "if the network is in use: Google keeps the function's addresses for an hour or two after it is gone, so come back then"
  local other=live
  [ "$mode" = paper ] || other=paper
  look gcloud run services list --filter="metadata.name=ib-intents-$other" --region="$region" \
    '--format=value(metadata.name)' --project="$project"
  if [ -n "$found" ]; then
    note "ib-intents-$other uses it still"
    return 0
  fi
  delete_if gcloud compute routers list --filter="name=$network" --regions="$region" \
    '--format=value(name)' -- gcloud compute routers delete "$network" --region="$region"
  delete_if gcloud compute firewall-rules list --filter="name=$gateway_tag" \
    '--format=value(name)' -- gcloud compute firewall-rules delete "$gateway_tag"
  destroy_account "$build_account" roles/run.builder
  local subnet
  for subnet in "$gateway_subnet" "$function_subnet"; do
    delete_if gcloud compute networks subnets list --filter="name=$subnet" --regions="$region" \
      '--format=value(name)' -- gcloud compute networks subnets delete "$subnet" --region="$region"
  done
  delete_if gcloud compute networks list --filter="name=$network" '--format=value(name)' \
    -- gcloud compute networks delete "$network"
}

destroy() {
  confirm_destroy
  [ "$purpose" != diff ] || look_at_apis
  destroy_jobs # first, so that nothing trades meanwhile
  destroy_function
  destroy_alerts
  destroy_gateway
  destroy_accounts
  destroy_shared
  [ "$purpose" != diff ] || return 0
  step 'Done' ''
  note 'left: the database in Firestore, the APIs, and the images in Artifact Registry (cloud-run-source-deploy)'
}
