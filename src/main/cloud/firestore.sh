# For deploy.sh: the database, and the first configuration in it.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

# No indexes are made: the function's queries use only equality, for which Firestore needs none.
make_database() {
  step 'Firestore' "if the region has no Firestore, make the database by hand in one that is near, with the last command and another --location"
  look gcloud firestore databases list '--format=value(name,type)' --project="$project"
  # A project may have other databases, in either mode: only the line of the default one counts.
  database=$(grep -F '/(default)' <<< "$found" || true)
  case $database in
    *DATASTORE_MODE*)
      refuse "The (default) database of project $project is in Datastore mode. ib-intents needs it in Firestore's native mode: use another project." ;;
    '')
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
  look_in "$database" firestore --retry 3 --write-out '\n%{http_code}' "${url%[?&]}"
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
  elif [ "$mode" = live ] && [ -z "$account" ] && [ "$purpose" != plan ] && ! says '[^"]+'; then
    local words="config/live names no account, so no real money is traded. Name it with --account ID,"
    words="$words and check the other fields of config/common and config/live, limits above all."
    [ "$purpose" = diff ] || refuse "$words"
    warn "$words deploy would stop here."
  fi
}

# Whether $found has a text field with this value.
says() { grep -Eq "\"stringValue\": *\"$1\"" <<< "$found"; }
