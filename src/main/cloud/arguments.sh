# For deploy.sh: the command line.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

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
  --source DIR          deploys a project of your own in DIR, with strategies of its own, rather than this
                        repository; docs/strategies.md says what it needs
  --schedule FILE       the times and intents of the calls; default: src/main/cloud/schedule.txt
  --notify EMAIL        the receiver of the alerts; default: the existing one, or else gcloud's account
  --diff                looks at the project and prints only the commands that would change it, with
                        their monthly cost; changes nothing and asks nothing
  --dry-run             prints every command, "?" for one that reads and "+" for one that changes
                        something, as if the project were empty; runs none of them

Give the same options each time: they describe the whole deployment. IB_USERID and IB_PASSWORD in the
environment answer the questions of --with-gateway.
USAGE
}

# $purpose is "run", "diff" (reads the project and changes nothing) or "plan" (does neither).
read_arguments() {
  action=deploy mode=paper project='' region=us-east1 account='' image='' source='' with_gateway=no
  notify=''
  purpose=run
  schedule=$cloud/schedule.txt
  case ${1:-} in
    deploy | destroy) action=$1 && shift ;;
  esac
  while [ $# -gt 0 ]; do
    case $1 in
      --mode | --project | --region | --account | --image | --source | --schedule | --notify)
        [ $# -gt 1 ] || bad_usage "$1 needs a value"
        case $2 in
          '') bad_usage "$1 has an empty value; is a variable not set? Leave $1 out for its default" ;;
          --*) bad_usage "$1 needs a value, and \"$2\" is an option; is a variable not set?" ;;
        esac
        set_option "$1" "$2"
        shift
        ;;
      --with-gateway) with_gateway=yes ;;
      --dry-run) set_purpose plan ;;
      --diff) set_purpose diff ;;
      --help | -h) usage && exit 0 ;;
      *) bad_usage "there is no option $1" ;;
    esac
    shift
  done
}

set_purpose() {
  case $purpose in
    run | "$1") purpose=$1 ;;
    *) bad_usage '--diff looks at the project, and --dry-run does not: give one of them' ;;
  esac
}

set_option() {
  case $1 in
    --mode) mode=$2 ;;
    --project) project=$2 ;;
    --region) region=$2 ;;
    --account) account=$2 ;;
    --image) image=$2 ;;
    --notify) notify=$2 ;;
    --source) source=$(from_caller "$2") ;;
    --schedule) schedule=$(from_caller "$2") ;;
  esac
}

# Prints a path, which is relative to the caller's folder.
from_caller() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s' "$caller/$1" ;;
  esac
}

check_arguments() {
  case $mode in paper | live) ;; *) bad_usage "--mode is paper or live, not \"$mode\"" ;; esac
  case $project in *[!A-Za-z0-9.:-]*) bad_usage "--project is no project: \"$project\"" ;; esac
  if [[ $region =~ ^([a-z]+-[a-z]+[0-9]+)-[a-z]$ ]]; then
    bad_usage "--region is a zone: \"$region\"; its region is ${BASH_REMATCH[1]}"
  fi
  [[ $region =~ ^[a-z]+-[a-z]+[0-9]+$ ]] || bad_usage "--region is no region such as us-east1: \"$region\""
  case $account in *[!A-Za-z0-9]*) bad_usage "--account is no account: \"$account\"" ;; esac
  case $image in *[!A-Za-z0-9._:/@-]*) bad_usage "--image is no image: \"$image\"" ;; esac
  if [ -n "$source" ]; then
    [ -z "$image" ] || bad_usage '--source is built, and --image is built already: give one of them'
    [ "$action" = destroy ] || check_source
  fi
  case $notify in
    '') ;;
    *[!A-Za-z0-9.!#%\&*+/=?^_{}~@-]* | *@*@*) bad_usage "--notify is no mail address: \"$notify\"" ;;
    ?*@?*) ;;
    *) bad_usage "--notify is no mail address: \"$notify\"" ;;
  esac
  if [ ! -f "$schedule" ] || [ ! -r "$schedule" ]; then
    bad_usage "--schedule names no file that can be read: $schedule"
  fi
  [ "$action" = destroy ] || check_schedule
  local tools=(gcloud curl mvn) tool
  case $purpose in plan) tools=() ;; diff) tools=(gcloud curl) ;; esac
  for tool in ${tools[@]+"${tools[@]}"}; do
    command -v "$tool" > /dev/null || refuse "$tool is needed, and is not here"
  done
}
