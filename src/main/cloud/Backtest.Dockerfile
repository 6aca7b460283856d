# The command ./ib-intents as an image, for a grid of backtests as a Cloud Run job (docs/backtest.md).
# In the repository's folder: docker build --file src/main/cloud/Backtest.Dockerfile .
FROM eclipse-temurin:17.0.19_10-jdk-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
# The command runs the classes and the libraries where Maven has put them. Its first use makes the
# class-data archive.
RUN mvn -B -ntp -q -Dmaven.repo.local=/app/repository compile \
    && DATA_FOLDER=/tmp/data ./ib-intents list config > /dev/null \
    && rm -rf /tmp/data
USER nobody
ENTRYPOINT ["./ib-intents"]
