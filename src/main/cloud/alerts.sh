# For deploy.sh: the alerts, the metric that one of them needs, and the mail address that gets them.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

make_alerts() {
  step 'Alerts' 'see that you may edit alerting and metrics of logs (roles/monitoring.editor, roles/logging.configWriter)'
  look_at_channels
  channel=$(channel_of "$notify") # without --notify the existing receiver stays
  if [ -z "$channel" ]; then
    make_channel
    look_at_channels
    channel=$(channel_of "$notify")
  fi
  if [ -z "$channel" ]; then
    [ "$purpose" != run ] || refuse "The address $notify has no channel for alerts. Run deploy.sh again."
    channel=projects/$project/notificationChannels/NUMBER
  fi
  make_alert "$cloud/failed-runs.json"
  make_alert "$cloud/mismatched-books.json"
  make_watch_metric
  make_alert "$cloud/missing-watch.json"
}

# A metric that counts the log lines of watches without faults.
make_watch_metric() {
  local filter now verb=create
  filter="resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"$service\""
  filter="$filter AND labels.intent=\"watch\" AND jsonPayload.message=\"Watch has found no fault\""
  now=$(printf '%s' "$filter" | fingerprint)
  look_at_metric
  case $found in
    '') ;;
    *" $now") return 0 ;;
    *) verb=update ;;
  esac
  change gcloud logging metrics "$verb" "$service-watch" --description="$now" --log-filter="$filter" \
    --project="$project"
}

look_at_metric() {
  look gcloud logging metrics list --filter="name=$service-watch" \
    '--format=value[separator=" "](name,description)' --project="$project"
}

# Sets $found to the addresses and the names of the channels for this mode's alerts.
look_at_channels() {
  look gcloud beta monitoring channels list --filter="type=email" --project="$project" \
    '--format=value[separator=" "](displayName,labels.email_address,name)'
  found=$(sed -n "s|^$service ||p" <<< "$found")
}

# Prints the name of the first channel in $found that has this address; of any, if that is empty.
channel_of() { # ADDRESS
  local address name
  while read -r address name; do
    if [ -n "$name" ] && { [ -z "$1" ] || [ "$address" = "$1" ]; }; then
      printf '%s' "$name"
      return
    fi
  done <<< "$found"
}

make_channel() {
  if [ -z "$notify" ]; then
    look gcloud config get account
    notify=$found
    [ "$purpose" != plan ] || notify=YOU@EXAMPLE.COM
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
