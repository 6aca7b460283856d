# For deploy.sh: the monthly cost of what it makes, at list prices. docs/deploy.md derives them.
# shellcheck shell=bash
# shellcheck disable=SC2154 # the names are those of deploy.sh

cost_lines=
cost_sum=0

# costs CENTS WORDS: something that is made costs so many cents of a US dollar a month.
costs() {
  cost_lines="$cost_lines$(printf '  %6s  %s' "$(dollars "$1")" "$2")"$'\n'
  cost_sum=$((cost_sum + $1))
}

dollars() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }

report_costs() {
  [ "$changes" -gt 0 ] || return 0
  if [ -z "$cost_lines" ]; then
    printf '\nNothing that is new has a monthly price.\n'
    return 0
  fi
  printf '\nCost of what is new, in USD a month, at list prices of us-east1 (docs/deploy.md):\n%s' "$cost_lines"
  printf '  %6s  in sum; function, database and secrets stay within their free tiers at 50 calls a day\n' \
    "$(dollars "$cost_sum")"
}
