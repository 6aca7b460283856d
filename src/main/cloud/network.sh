# For deploy.sh: the network of the function, and the gateway's part of it.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

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

make_gateway_network() {
  step "The gateway's network" 'see that you may change networks and firewalls (roles/compute.networkAdmin, roles/compute.securityAdmin)'
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
  router=$found
  [ -n "$found" ] || change gcloud compute routers create "$network" --network="$network" \
    --region="$region" --project="$project"
  look_in "$router" gcloud compute routers nats list --router="$network" --region="$region" \
    '--format=value(name)' --project="$project"
  [ -z "$found" ] || return 0
  change gcloud compute routers nats create "$network" --router="$network" \
    --region="$region" --nat-custom-subnet-ip-ranges="$gateway_subnet" \
    --auto-allocate-nat-external-ips --project="$project"
  costs 467 'Cloud NAT with its address: the way of the gateway to the broker'
  costs 18 'traffic through it, of 4 GiB'
}
