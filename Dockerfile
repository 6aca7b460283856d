# The function in an image of its own, for Cloud Run or anywhere else: the fastest start, because
# everything is on one class path and the class-data archive is made by the very JVM that uses it.
FROM eclipse-temurin:17-jdk AS jdk

FROM jdk AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN mvn -B -ntp -q -DskipTests package \
        dependency:copy-dependencies@libraries dependency:copy-dependencies@invoker \
    && find target -name '*.jar' -exec touch -d 1980-01-01T00:00:01Z {} +

FROM jdk
WORKDIR /app
COPY --from=build /build/target/*.jar target/
COPY --from=build /build/target/dependency target/dependency
COPY --from=build /build/target/_javaInvokerDependency target/_javaInvokerDependency
COPY --from=build /build/src/build/TrainArchive.java .
RUN java -cp "target/dependency/*" TrainArchive.java image
USER nobody
# PORT says where to listen, as Cloud Run sets it; 8080 if nobody does.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "@target/image.args"]
