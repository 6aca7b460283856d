# For deploy.sh: the broker's user name and password in Secret Manager.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

make_secrets() {
  step 'Secrets' 'see that you may make secrets (roles/secretmanager.admin)'
  make_account "$gateway_account" "ib-intents: the $mode gateway"
  grant_on_project "$gateway_account" roles/logging.logWriter
  make_secret "$user_secret" IB_USERID 'user name'
  make_secret "$password_secret" IB_PASSWORD 'password'
}

make_secret() { # NAME VARIABLE WORDS
  look gcloud secrets list --filter="name~/$1\$" '--format=value(name)' --project="$project"
  local secret=$found
  [ -n "$found" ] || change gcloud secrets create "$1" --replication-policy=automatic \
    --project="$project"
  look_in "$secret" gcloud secrets versions list "$1" --filter=state=ENABLED --limit=1 '--format=value(name)' \
    --project="$project"
  if [ -z "$found" ]; then
    ask_for_secret "$2" "$3"
    change add_secret_version "$1"
    secret_value=
  fi
  binding_of "$gateway_account" roles/secretmanager.secretAccessor
  look_in "$secret" gcloud secrets get-iam-policy "$1" "${binding[@]}" --project="$project"
  [ -n "$found" ] || change gcloud secrets add-iam-policy-binding "$1" \
    --member="serviceAccount:$gateway_account" --role=roles/secretmanager.secretAccessor \
    '--format=none' --project="$project"
}

ask_for_secret() { # VARIABLE WORDS
  [ "$purpose" = run ] || return 0
  secret_value=${!1:-}
  if [ -z "$secret_value" ]; then
    printf "The broker's %s for the %s account (is not shown): " "$2" "$mode"
    IFS= read -r -s secret_value || true
    printf '\n'
  fi
  [ -n "$secret_value" ] || refuse "No $2 was given. Type it when asked, or set $1."
  case $secret_value in
    [[:space:]]* | *[[:space:]])
      refuse "The $2 begins or ends with a blank, which IBC cuts off, so the login would fail. Choose another one at the broker." ;;
    *[[:cntrl:]]*) refuse "The $2 has a control character. Type it when asked, or set $1." ;;
  esac
}

# The value goes in on standard input, so that no list of processes shows it.
add_secret_version() { # NAME
  printf '%s' "$secret_value" | gcloud secrets versions add "$1" --data-file=- --project="$project"
}
