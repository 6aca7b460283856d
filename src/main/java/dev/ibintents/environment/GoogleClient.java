package dev.ibintents.environment;

/** The clients of Google's services. A start without them leaves them off the class path. */
enum GoogleClient {
  FIRESTORE("Firestore", "com.google.cloud.firestore.Firestore"),
  SECRET_MANAGER("Secret Manager", "com.google.cloud.secretmanager.v1.SecretManagerServiceClient");

  private final String title;
  private final String entrance;

  GoogleClient(String title, String entrance) {
    this.title = title;
    this.entrance = entrance;
  }

  /**
   * Checks that the client is on the class path.
   *
   * @throws ConfigurationException if it is not
   */
  void require() {
    try {
      Class.forName(entrance, false, GoogleClient.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          title
              + " is asked for, and its client is not on the class path; target/home.args, for one,"
              + " leaves Google's clients out. Start with mvn function:run or, after"
              + " src/build/TrainArchive.java image, with java @target/image.args");
    }
  }
}
