package dev.ibintents.store.sqlite;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentExistsException;
import dev.ibintents.store.DocumentNotFoundException;
import dev.ibintents.store.DocumentPaths;
import dev.ibintents.store.DocumentSize;
import dev.ibintents.store.FieldsJson;
import dev.ibintents.store.InvalidDocumentException;
import dev.ibintents.store.Query;
import dev.ibintents.store.StoreException;
import dev.ibintents.store.StoreTimeout;
import dev.ibintents.store.StoreUnavailableException;
import dev.ibintents.store.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

/**
 * A connection to the file, for one thread at a time. Its statements are prepared once. It throws
 * StoreUnavailableException for every exception of SQLite, so that these cannot be confused with
 * exceptions of a transaction's body.
 */
final class SqliteSession implements AutoCloseable {
  private static final int SCHEMA_VERSION = 1;
  private static final long POLL_NANOS = 2_000_000;

  /** A field name that needs no quotes in a JSON path of SQLite. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final Path file;
  private final SQLiteConnection connection;
  private boolean broken;
  private PreparedStatement newest;
  private PreparedStatement get;
  private final Map<Integer, PreparedStatement> lists = new HashMap<>();
  private PreparedStatement put;
  private PreparedStatement delete;

  private SqliteSession(Path file, SQLiteConnection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file, and creates it and its table if they do not exist. */
  static SqliteSession open(Path file, StoreTimeout deadline) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(deadline.remainingMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    SqliteSession session =
        attempt(
            file,
            () -> {
              SQLiteConnection connection =
                  (SQLiteConnection) config.createConnection("jdbc:sqlite:" + file);
              return new SqliteSession(file, connection);
            });
    try {
      session.attempt(() -> session.prepareFile(deadline));
      return session;
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  /** Sets the moment until which statements wait for other processes. */
  void waitUntil(StoreTimeout deadline) {
    attempt(() -> connection.setBusyTimeout(deadline.remainingMillis()));
  }

  /** Begins a transaction that writes. No other thread or process can write until it ends. */
  void begin() {
    attempt(() -> execute("BEGIN IMMEDIATE"));
  }

  /** Commits the transaction: its writes are on the disk, and others see them. */
  void commit() {
    attempt(() -> execute("COMMIT"));
  }

  /** Rolls the transaction back because of a failure. */
  void rollbackAfter(Throwable failure) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      broken = true;
      failure.addSuppressed(e);
    }
  }

  /** Whether the connection cannot be used again. */
  boolean isBroken() {
    return broken;
  }

  /** Reads a document, if it exists. */
  Optional<Document> get(String path) {
    return attempt(file, () -> select(path));
  }

  /**
   * Runs a query. SQLite checks as many conditions as it can. So a search for the few runs under
   * way does not read all past runs.
   */
  List<Document> query(Query query) {
    if (query.newest().filter(order -> isPlain(order.field())).isPresent()) {
      return query.answer(
          attempt(file, () -> select(query.collection(), query.newest().orElseThrow())));
    }
    List<Query.Filter> conditions =
        query.filters().stream().filter(SqliteSession::isPlain).toList();
    return query.answer(attempt(file, () -> select(query.collection(), conditions)));
  }

  /** Whether SQLite's equality finds at least all documents that the query's condition finds. */
  private static boolean isPlain(Query.Filter filter) {
    return isPlain(filter.field())
        && (filter.value() instanceof Long
            || filter.value() instanceof String text && text.indexOf('\0') < 0);
  }

  private static boolean isPlain(String field) {
    return PLAIN_NAME.matcher(field).matches();
  }

  /** Reads all documents. The single statement sees the file as it is when the statement begins. */
  void readAll(Consumer<Document> reader) {
    attempt(() -> selectAll(reader));
  }

  /** Makes a change, after {@link #begin}. */
  void apply(Write write) {
    attempt(() -> change(write));
  }

  private Optional<Document> select(String path) throws SQLException {
    if (get == null) {
      get = connection.prepareStatement("SELECT fields FROM document WHERE collection=? AND id=?");
    }
    bindPath(get, path);
    try (ResultSet rows = get.executeQuery()) {
      return rows.next() ? Optional.of(document(path, rows.getString(1))) : Optional.empty();
    }
  }

  private List<Document> select(String collection, List<Query.Filter> conditions)
      throws SQLException {
    PreparedStatement list = lists.get(conditions.size());
    if (list == null) {
      list =
          connection.prepareStatement(
              "SELECT id, fields FROM document WHERE collection=?"
                  + " AND json_extract(fields, ?)=?".repeat(conditions.size())
                  + " ORDER BY id");
      lists.put(conditions.size(), list);
    }
    int parameter = 1;
    list.setString(parameter++, collection);
    for (Query.Filter condition : conditions) {
      list.setString(parameter++, "$." + condition.field());
      list.setObject(parameter++, condition.value());
    }
    return documents(collection, list);
  }

  private static List<Document> documents(String collection, PreparedStatement statement)
      throws SQLException {
    List<Document> documents = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        documents.add(document(collection + "/" + rows.getString(1), rows.getString(2)));
      }
    }
    return documents;
  }

  /**
   * Selects the newest documents. A moment is an object with a text in ISO-8601, whose end is cut
   * off so that texts with and without a fraction of a second compare as their moments do.
   */
  private List<Document> select(String collection, Query.Newest order) throws SQLException {
    if (newest == null) {
      newest =
          connection.prepareStatement(
              "SELECT id, fields, CASE json_type(fields, ?1) WHEN 'integer' THEN"
                  + " json_extract(fields, ?1) WHEN 'object' THEN"
                  + " replace(json_extract(fields, ?1), 'Z\"}', '') END AS moment"
                  + " FROM document WHERE collection=?2 AND moment IS NOT NULL"
                  + " ORDER BY moment DESC, id DESC LIMIT ?3");
    }
    newest.setString(1, "$." + order.field());
    newest.setString(2, collection);
    newest.setInt(3, order.most());
    return documents(collection, newest);
  }

  private void selectAll(Consumer<Document> reader) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT collection, id, fields FROM document ORDER BY collection, id")) {
      while (rows.next()) {
        reader.accept(document(rows.getString(1) + "/" + rows.getString(2), rows.getString(3)));
      }
    }
  }

  private void change(Write write) throws SQLException {
    String path = write.path();
    switch (write.kind()) {
      case SET:
        put(path, write.fields());
        break;
      case UPDATE:
        put(path, merged(write));
        break;
      case CREATE:
        if (select(path).isPresent()) {
          throw new DocumentExistsException(path + " exists already; nothing was written");
        }
        put(path, write.fields());
        break;
      default:
        delete(path);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("the store " + file + " could not be closed", e);
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (StoreException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Creates the table if it does not exist. Usually it exists, and this is a single cheap
   * statement.
   */
  private void prepareFile(StoreTimeout deadline) throws SQLException {
    int version = version();
    while (version == 0) {
      try {
        createTable();
      } catch (SQLiteException e) {
        // The switch to WAL does not wait for other processes, despite the busy timeout.
        if (!isBusy(e) || deadline.hasPassed()) {
          throw e;
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      version = version();
    }
    if (version != SCHEMA_VERSION) {
      throw StoreUnavailableException.permanent(
          "the store "
              + file
              + " has layout "
              + version
              + " of another version of ib-intents; this one needs "
              + SCHEMA_VERSION,
          null);
    }
  }

  private void createTable() throws SQLException {
    execute("PRAGMA journal_mode=WAL");
    execute("BEGIN IMMEDIATE");
    execute(
        "CREATE TABLE IF NOT EXISTS document (collection TEXT NOT NULL, id TEXT NOT NULL,"
            + " fields TEXT NOT NULL, PRIMARY KEY (collection, id))");
    execute("PRAGMA user_version=" + SCHEMA_VERSION);
    execute("COMMIT");
  }

  private int version() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.getInt(1);
    }
  }

  private Map<String, Object> merged(Write update) throws SQLException {
    String path = update.path();
    Document document =
        select(path)
            .orElseThrow(
                () ->
                    new DocumentNotFoundException(
                        path + " cannot be updated: there is no such document"));
    Map<String, Object> fields = new TreeMap<>(document.fields());
    fields.putAll(update.fields());
    DocumentSize.check(path, fields);
    return fields;
  }

  private void put(String path, Map<String, Object> fields) throws SQLException {
    if (put == null) {
      put =
          connection.prepareStatement(
              "INSERT INTO document (collection, id, fields) VALUES (?, ?, ?)"
                  + " ON CONFLICT (collection, id) DO UPDATE SET fields=excluded.fields");
    }
    bindPath(put, path);
    put.setString(3, FieldsJson.write(fields));
    put.executeUpdate();
  }

  private void delete(String path) throws SQLException {
    if (delete == null) {
      delete = connection.prepareStatement("DELETE FROM document WHERE collection=? AND id=?");
    }
    bindPath(delete, path);
    delete.executeUpdate();
  }

  private static void bindPath(PreparedStatement statement, String path) throws SQLException {
    statement.setString(1, DocumentPaths.parent(path));
    statement.setString(2, DocumentPaths.id(path));
  }

  private static Document document(String path, String json) throws SQLException {
    try {
      return new Document(path, FieldsJson.read(json));
    } catch (IOException | InvalidDocumentException e) {
      throw new SQLException(path + " is " + e.getMessage(), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws SQLException;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  private void attempt(Step step) {
    attempt(
        file,
        () -> {
          step.run();
          return null;
        });
  }

  private static <T> T attempt(Path file, Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw SqliteFailure.of(e).exception(file, e);
    }
  }

  private static boolean isBusy(SQLException e) {
    return SqliteFailure.of(e) == SqliteFailure.BUSY;
  }
}
