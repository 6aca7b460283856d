#!/usr/bin/env bash
# stage.sh PROJECT: copies what Google builds of a user's project into PROJECT/target/deployment. These are
# pom.xml, .mvn and src, without src/test. deploy.sh then puts ib-intents into the folder "repository" there,
# because Maven Central does not have it. The settings that are written here let Maven find it, also in the
# later calls of Google's buildpack, which take no arguments of ours.
set -euo pipefail

project=$1
staged=$project/target/deployment

rm -rf "$staged"
mkdir -p "$staged/.mvn"
cp -R "$project/pom.xml" "$project/src" "$staged"
rm -rf "$staged/src/test"
if [ -d "$project/.mvn" ]; then
  cp -R "$project/.mvn/." "$staged/.mvn"
fi
options=$staged/.mvn/maven.config
if [ -s "$options" ] && [ -n "$(tail -c 1 "$options")" ]; then
  echo >> "$options" # the last line of the project's own options has no end
fi
printf '%s\n' '--settings=.mvn/ib-intents.xml' >> "$options"
cat > "$staged/.mvn/ib-intents.xml" << 'SETTINGS'
<settings>
  <profiles>
    <profile>
      <id>ib-intents</id>
      <repositories>
        <repository>
          <id>ib-intents</id>
          <url>file://${maven.multiModuleProjectDirectory}/repository</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>ib-intents</activeProfile>
  </activeProfiles>
</settings>
SETTINGS
