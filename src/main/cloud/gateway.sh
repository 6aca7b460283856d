# For deploy.sh: the gateway's machine, and its address in the configuration.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

disk_gib=20 # the system needs 5, and each of two images of the gateway 2

make_gateway() {
  step 'The gateway' "see that you may make machines (roles/compute.instanceAdmin.v1), and that zone $zone has e2-small"
  local now
  now=$(fingerprint < "$cloud/gateway.yaml")
  look gcloud compute instances list --filter="name=$gateway" --zones="$zone" \
    '--format=value(name,labels.fingerprint)' --project="$project"
  case $found in
    '')
      change gcloud compute instances create "$gateway" --zone="$zone" --machine-type=e2-small \
        --image-family=cos-stable --image-project=cos-cloud --boot-disk-size="${disk_gib}GB" \
        --boot-disk-type=pd-balanced --shielded-secure-boot --restart-on-failure \
        --subnet="$gateway_subnet" --private-network-ip="$gateway_address" --no-address \
        --tags="$gateway_tag" --service-account="$gateway_account" --scopes=cloud-platform \
        --metadata="google-logging-enabled=true,trading-mode=$mode" \
        --metadata-from-file="user-data=$cloud/gateway.yaml" --labels="fingerprint=$now" \
        --project="$project"
      costs 1223 'the gateway: a machine of type e2-small'
      costs 200 "its disk of $disk_gib GiB"
      ;;
    *[[:space:]]"$now") ;;
    *)
      enlarge_disk
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

# Enlarges the disk of a machine that an earlier version has made. The system takes the space when it
# starts.
enlarge_disk() {
  look gcloud compute disks list --filter="name=$gateway" --zones="$zone" '--format=value(sizeGb)' \
    --project="$project"
  [ -n "$found" ] && [ "$found" -lt "$disk_gib" ] || return 0
  change gcloud compute disks resize "$gateway" --zone="$zone" --size="${disk_gib}GB" \
    --project="$project"
  costs $(((disk_gib - found) * 10)) "the disk of the gateway: $disk_gib GiB rather than $found"
}
