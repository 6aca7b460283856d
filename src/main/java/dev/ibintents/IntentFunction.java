package dev.ibintents;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Logs;
import dev.ibintents.environment.Problems;
import dev.ibintents.home.Startup;
import dev.ibintents.http.Arrival;
import dev.ibintents.http.BadRequestException;
import dev.ibintents.http.Callers;
import dev.ibintents.http.Dashboard;
import dev.ibintents.http.HttpAnswers;
import dev.ibintents.http.MethodNotAllowedException;
import dev.ibintents.http.OpenApi;
import dev.ibintents.http.Overview;
import dev.ibintents.http.RequestContent;
import dev.ibintents.http.TraceHeader;
import dev.ibintents.http.UnknownIntentException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.ledger.RunHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The HTTP function of the product. A path names an intent. The body or the query string gives the
 * intent's parameters. The answer is one JSON object. The path {@code /dashboard} leads to a page.
 *
 * <p>Each request gets its own {@link Environment}, and nothing is kept from one request for the
 * next. This class knows HTTP and no trading.
 */
public final class IntentFunction implements HttpFunction {
  private static final Logger logger = LoggerFactory.getLogger(IntentFunction.class);

  private static final String GET = "GET";
  private static final String POST = "POST";
  private static final List<String> METHODS = List.of(GET, POST);

  private final FunctionInstance instance;
  private final Intents intents;
  private final HttpAnswers answers;
  private final Callers callers;

  /**
   * Starts with the environment variables of the process; the functions framework calls this. If
   * the start fails, this prints the reason in one line and ends the process.
   */
  public IntentFunction() {
    this(Startup.orExit(System.getenv()), Intents.all());
  }

  /**
   * @param instance the state that all invocations share
   * @param intents the table of intents
   */
  IntentFunction(FunctionInstance instance, Intents intents) {
    this.instance = instance;
    this.intents = intents;
    this.answers = new HttpAnswers(instance.clock());
    this.callers = new Callers(instance.variables());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) {
    String invocation = newInvocation();
    MDC.put(Logs.INVOCATION, invocation);
    traceOf(request).ifPresent(trace -> MDC.put(Logs.TRACE, trace));
    try {
      serve(request, response, invocation);
    } catch (IOException e) {
      logger.info(
          "The caller closed the connection before it had the whole answer: {}", e.toString());
      close(response);
    } finally {
      MDC.clear();
    }
  }

  /** Closes an answer that nobody reads, before the framework tries to send the rest of it. */
  private static void close(HttpResponse response) {
    try {
      response.getWriter().close();
    } catch (IOException | IllegalStateException e) {
      // Jetty 12.1.3 throws "already released" if an earlier write failed.
      logger.debug("The rest of the answer could not be sent", e);
    }
  }

  /**
   * Answers a request.
   *
   * @throws IOException if the caller has closed the connection
   */
  private void serve(HttpRequest request, HttpResponse response, String invocation)
      throws IOException {
    Optional<Deadline> deadline = Optional.empty();
    Problems problems = new Problems();
    try {
      Arrival arrival = Arrival.of(request);
      deadline =
          Optional.of(
              instance.invocations().begin(instance.variables().timeout(), arrival.begunNanos()));
      RequestContent content = RequestContent.of(request, definition(request), deadline.get());
      callers.requireAtHome(request, arrival.from());
      if (isForDashboard(request.getPath())) {
        Dashboard.answer(request, response);
        return;
      }
      if (request.getPath().equals(OpenApi.PATH)) {
        OpenApi.answer(request, response);
        return;
      }
      Object answer = answer(request, content, invocation, deadline.get(), problems);
      answers.ok(response, answer, problems.all());
    } catch (RuntimeException | Error e) {
      answers.failed(response, e, problems.all());
    } finally {
      deadline.ifPresent(instance.invocations()::end);
    }
  }

  /**
   * Whether a path belongs to the page. The class {@link Dashboard} is loaded only for the page.
   */
  private static boolean isForDashboard(String path) {
    return path.startsWith(Dashboard.PATH) && Dashboard.isAt(path);
  }

  /**
   * Returns a new invocation id for logs and activities. The id need not be hard to guess. A secure
   * random id would make the first request wait for the JDK's security providers.
   */
  private static String newInvocation() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private Object answer(
      HttpRequest request,
      RequestContent content,
      String invocation,
      Deadline deadline,
      Problems problems) {
    String method = request.getMethod();
    if (!METHODS.contains(method)) {
      throw new MethodNotAllowedException(method, METHODS);
    }
    String name = request.getPath().substring(1);
    if (name.isEmpty() && method.equals(GET)) {
      return new Overview(instance.variables().tradingMode(), intents);
    }
    IntentDefinition definition =
        definition(request).orElseThrow(() -> new UnknownIntentException(name, intents.names()));
    MDC.put(Logs.INTENT, definition.name());
    if (!definition.readsOnly()) {
      callers.requireOwnSite(request, definition.name());
    }
    if (definition.isPostOnly() && !method.equals(POST)) {
      throw new MethodNotAllowedException(method, List.of(POST));
    }
    Parameters parameters = content.parameters(definition);
    logger.info("Received {} {}", method, parameters);
    Object answer =
        intent(
                definition,
                parameters,
                headers(request),
                () -> instance.newEnvironment(invocation, deadline, problems))
            .run();
    Duration took = deadline.length().minus(deadline.remaining());
    logger.info("Done in {} ms", took.toMillis());
    return answer;
  }

  private Optional<IntentDefinition> definition(HttpRequest request) {
    String name = request.getPath().substring(1);
    return request.getMethod().equals(GET) ? intents.shown(name) : intents.named(name);
  }

  /**
   * Creates the intent. Parameters that are wrong are reported even if the configuration cannot be
   * read.
   */
  private Intent intent(
      IntentDefinition definition,
      Parameters parameters,
      RunHeaders headers,
      Supplier<Environment> environment) {
    try {
      Environment loaded = environment.get();
      if (!definition.runsDespiteFaults()) {
        loaded.configuration();
      }
      return definition.factory().create(loaded, parameters, headers);
    } catch (RuntimeException e) {
      InvalidParametersException refusal = parameters.refusal().orElse(null);
      if (refusal == null) {
        throw e;
      }
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private static RunHeaders headers(HttpRequest request) {
    return new RunHeaders(
        single(request, RunHeaders.IDEMPOTENCY_KEY),
        single(request, RunHeaders.SCHEDULER_JOB_NAME),
        single(request, RunHeaders.SCHEDULE_TIME));
  }

  /**
   * Returns a header that identifies the run. Several different values are refused, because they
   * would identify several runs.
   */
  private static Optional<String> single(HttpRequest request, String header) {
    List<String> values =
        request.getHeaders().getOrDefault(header, List.of()).stream().distinct().toList();
    if (values.size() > 1) {
      throw new BadRequestException(
          header + " is given with different values: " + values + "; send one");
    }
    return values.stream().findFirst();
  }

  /**
   * Returns the request's trace in the form that Cloud Logging needs to link log lines to the
   * trace.
   */
  private Optional<String> traceOf(HttpRequest request) {
    return instance
        .variables()
        .projectId()
        .flatMap(
            project ->
                TraceHeader.traceId(request).map(id -> "projects/" + project + "/traces/" + id));
  }
}
