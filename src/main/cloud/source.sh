# For deploy.sh: the source of the function, which is this repository or a project of the user (--source).
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the names are those of deploy.sh

# Sets $source to the absolute path of the user's project; refuses one that cannot be deployed.
check_source() {
  [ -d "$source" ] || bad_usage "--source names no folder: $source"
  source=$(cd -- "$source" && pwd)
  [ -f "$source/pom.xml" ] || refuse "There is no pom.xml in $source. --source names the folder of a Maven project."
  local pom version own
  pom=$(< "$source/pom.xml")
  while [[ $pom == *'<!--'*'-->'* ]]; do
    pom=${pom%%'<!--'*}${pom#*'-->'}
  done
  while [[ $pom == *'<build>'*'</build>'* ]]; do # plugins have dependencies of their own
    pom=${pom%%'<build>'*}${pom#*'</build>'}
  done
  case $pom in
    *'<modules>'*) refuse "$source/pom.xml has modules. --source names the folder of the one module that has the strategies." ;;
  esac
  [ -d "$source/src" ] || refuse "There is no folder src in $source, so there is nothing to build."
  find_dependency dev.ibintents ib-intents || refuse "$source/pom.xml has no dependency on dev.ibintents:ib-intents. examples/momentum/pom.xml shows it."
  own=$(own_version)
  [ "$version" = "$own" ] || refuse "$source/pom.xml depends on ib-intents ${version:-without a version}, and this repository is $own. Name $own there, or deploy with the repository of that version."
  find_dependency com.google.cloud.functions.invoker java-function-invoker || refuse "$source/pom.xml has no dependency on java-function-invoker (scope test). Without it Google serves the function with another version than the tested one. examples/momentum/pom.xml shows it."
}

own_version() {
  local own
  own=$(< pom.xml)
  [[ $own =~ \<artifactId\>ib-intents\</artifactId\>[[:space:]]*\<version\>([^\<]+) ]]
  printf '%s' "${BASH_REMATCH[1]}"
}

# find_dependency GROUP ARTIFACT: whether $pom has a dependency without a classifier. Sets $version to its
# version, or to that of the property that it names; to nothing if it has none.
find_dependency() {
  local rest=$pom block value
  version=
  while [[ $rest == *'<dependency>'* ]]; do
    rest=${rest#*'<dependency>'}
    block=${rest%%'</dependency>'*}
    if [[ $block != *'<classifier>'* ]] && element groupId "$block" && [ "$value" = "$1" ] \
      && element artifactId "$block" && [ "$value" = "$2" ]; then
      if element version "$block"; then
        version=$value
      fi
      if [[ $version =~ ^[$]\{([A-Za-z0-9._-]+)\}$ ]] && element "${BASH_REMATCH[1]}" "$pom"; then
        version=$value
      fi
      return 0
    fi
  done
  return 1
}

# element NAME TEXT: whether the text has such an element with a text. Sets $value to the first one's text.
element() {
  local pattern="<$1>[[:space:]]*([^<[:space:]]+)[[:space:]]*</$1>"
  [[ $2 =~ $pattern ]] || return 1
  value=${BASH_REMATCH[1]}
}

# Prints a checksum of the files that are sent to the build, and of the options of the deployment.
fingerprint_of_source() {
  local own=(pom.xml .mvn src function.yaml)
  {
    find "${own[@]}" -type f ! -path "$cloud/*" ! -path 'src/test/*'
    if [ -z "$source" ]; then echo "$cloud/source.yaml"; else echo "$cloud/project.yaml"; fi
  } | sums
  if [ -n "$source" ]; then
    (cd -- "$source" && find . -type f \( -path ./pom.xml -o -path './.mvn/*' -o -path './src/*' \) \
      ! -path './src/test/*' | sums)
  fi
}

sums() { LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum; }

# Tests what is deployed; stages the user's project together with the library that it needs.
prepare_source() {
  if [ -z "$source" ]; then
    change mvn -B -ntp verify
    return
  fi
  change bash "$cloud/stage.sh" "$source"
  change mvn -B -ntp -DskipTests "-DaltDeploymentRepository=ib-intents::file://$source/target/deployment/repository" deploy
  change mvn -B -ntp -f "$source/pom.xml" verify
}
