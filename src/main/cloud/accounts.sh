# For deploy.sh: the service accounts of the parts, and their roles.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

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
