package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.secret.SecretManager;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's own client, and a server on a real socket that plays Secret Manager. */
@Timeout(60)
final class SecretCredentialsTest {
  private static final String USER = "projects/p/secrets/ib-userid/versions/latest";
  private static final String PASSWORD = "projects/p/secrets/ib-password/versions/latest";

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, Status> refusals = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    MethodDescriptor<AccessSecretVersionRequest, AccessSecretVersionResponse> access =
        MethodDescriptor.<AccessSecretVersionRequest, AccessSecretVersionResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                "google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion")
            .setRequestMarshaller(
                ProtoUtils.marshaller(AccessSecretVersionRequest.getDefaultInstance()))
            .setResponseMarshaller(
                ProtoUtils.marshaller(AccessSecretVersionResponse.getDefaultInstance()))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder(
                        "google.cloud.secretmanager.v1.SecretManagerService")
                    .addMethod(access, ServerCalls.asyncUnaryCall(this::answer))
                    .build())
            .build()
            .start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private void answer(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> observer) {
    asked.add(request.getName());
    String secret = secrets.get(request.getName());
    if (secret == null) {
      observer.onError(
          refusals.getOrDefault(request.getName(), Status.NOT_FOUND).asRuntimeException());
      return;
    }
    observer.onNext(
        AccessSecretVersionResponse.newBuilder()
            .setName(request.getName())
            .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(secret)))
            .build());
    observer.onCompleted();
  }

  private SecretCredentials credentials(Optional<String> project, String user, String password) {
    return new SecretCredentials(
        new SecretManager(
            project,
            () ->
                SecretManagerServiceSettings.newBuilder()
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(
                        FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel))),
            Duration.ofSeconds(20)),
        user,
        password);
  }

  private String failure(SecretCredentials credentials) {
    return assertThrows(GatewayUnreachableException.class, credentials::get).getMessage();
  }

  @Test
  void readsTheLatestVersionsOfTheProjectsSecrets() {
    secrets.put(USER, "trader77\r\n\n");
    secrets.put(PASSWORD, " p w é ");

    assertThat(credentials(Optional.of("p"), "ib-userid", "ib-password").get())
        .isEqualTo(new GatewayCredentials("trader77", " p w é "));
    assertThat(asked).containsExactly(USER, PASSWORD).inOrder();
  }

  @Test
  void namesMayBeWhole() {
    secrets.put("projects/other/secrets/u/versions/3", "user");
    secrets.put("projects/other/secrets/w/versions/latest", "password");

    assertThat(
            credentials(
                    Optional.empty(),
                    "projects/other/secrets/u/versions/3",
                    "projects/other/secrets/w")
                .get())
        .isEqualTo(new GatewayCredentials("user", "password"));
  }

  @ParameterizedTest
  @CsvSource({
    "PERMISSION_DENIED,the account of this process lacks roles/secretmanager.secretAccessor on it",
    "NOT_FOUND,there is none; make it with gcloud secrets create",
    "FAILED_PRECONDITION,this version is disabled or destroyed; add another one"
  })
  void aSecretThatCannotBeReadIsNamedWithTheReason(Status.Code code, String reason) {
    secrets.put(USER, "trader77");
    refusals.put(PASSWORD, code.toStatus());

    assertThat(failure(credentials(Optional.of("p"), "ib-userid", "ib-password")))
        .isEqualTo("the secret " + PASSWORD + " cannot be read: " + reason);
  }

  @Test
  void anyOtherRefusalIsQuoted() {
    refusals.put(USER, Status.UNAUTHENTICATED.withDescription("who are you"));

    assertThat(failure(credentials(Optional.of("p"), "ib-userid", "ib-password")))
        .contains("the secret " + USER + " cannot be read: ");
  }

  @Test
  void aSecretOfNoProjectIsRefused() {
    assertThat(failure(credentials(Optional.empty(), "ib-userid", "ib-password")))
        .isEqualTo(
            "the secret ib-userid is of no project: set PROJECT_ID, or name it"
                + " projects/PROJECT/secrets/ib-userid");
    assertThat(asked).isEmpty();
  }
}
