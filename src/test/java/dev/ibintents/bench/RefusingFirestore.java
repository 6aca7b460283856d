package dev.ibintents.bench;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;

/** A Firestore that answers every request with the same status, in the protocol that it speaks. */
public final class RefusingFirestore implements AutoCloseable {
  private final Server server;

  public RefusingFirestore(Status status) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                    return refusing(name, status);
                  }
                })
            .build()
            .start();
  }

  private static ServerMethodDefinition<InputStream, InputStream> refusing(
      String name, Status status) {
    MethodDescriptor<InputStream, InputStream> method =
        MethodDescriptor.<InputStream, InputStream>newBuilder()
            .setFullMethodName(name)
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerMethodDefinition.create(
        method,
        (call, headers) -> {
          call.close(status, new Metadata());
          return new ServerCall.Listener<InputStream>() {};
        });
  }

  /** Where it listens, as in {@code 127.0.0.1:40001}. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return new ByteArrayInputStream(new byte[0]);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
