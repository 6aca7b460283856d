# For deploy.sh: the function on Cloud Run, and its one caller.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

deploy_function() {
  step 'Function' 'if a test failed, correct that first; if the build failed, its log is linked above; if the revision did not start, see "gcloud run services logs read"'
  local now code
  if [ -n "$image" ]; then
    now=$({ cat function.yaml && printf '%s' "$image"; } | fingerprint)
    code=(--image="$image" --clear-base-image)
  else
    now=$(fingerprint_of_source | fingerprint)
    code=(--build-service-account="projects/$project/serviceAccounts/$build_account")
    if [ -z "$source" ]; then
      code=(--flags-file="$cloud/source.yaml" "${code[@]}")
    else
      code=(--flags-file="$cloud/project.yaml" --source="$source/target/deployment" "${code[@]}")
    fi
  fi
  look_at_service
  deployed=$found
  # The service is up to date if the newest revision is the serving one.
  case $found in
    "$now $service-"*) [ "$(cut -d ' ' -f 2 <<< "$found")" != "$(cut -d ' ' -f 3 <<< "$found")" ] || return 0 ;;
  esac
  [ -n "$image" ] || prepare_source
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
  look_in "$deployed" gcloud run services get-iam-policy "$service" "${binding[@]}" --region="$region" \
    --project="$project"
  [ -n "$found" ] || change gcloud run services add-iam-policy-binding "$service" \
    --member="serviceAccount:$scheduler_account" --role=roles/run.invoker '--format=none' \
    --region="$region" --project="$project"
  look_at_service
  url=${found##* }
  if [ -z "$url" ]; then
    [ "$purpose" != run ] || refuse "The function $service has no address. See \"gcloud run services describe $service\"."
    url=https://URL-OF-THE-FUNCTION
  fi
}
