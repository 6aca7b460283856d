package dev.ibintents.marketdata;

import dev.ibintents.ServedFolder;
import dev.ibintents.Table;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.collection.Collected;
import dev.ibintents.marketdata.collection.Collector;
import dev.ibintents.marketdata.collection.CollectorDesk;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures writing and reading bars in the stores, the smallest heap for it, and the time to
 * collect bars by the number of contracts.
 */
public final class StoredBarsBenchmark {
  private static final List<Integer> COUNTS = List.of(125_000, 250_000, 500_000, 1_000_000);
  private static final List<Integer> COUNTS_FOR_THE_EMULATOR = List.of(50_000, 100_000);
  private static final int BARS_OF_AN_ANSWER = 2000;
  private static final int BARS_IN_LITTLE_MEMORY = 1_000_000;
  private static final String SMALL_HEAP = "-Xmx32m";
  private static final Instant FIRST = Instant.parse("2020-01-02T14:30:00Z");
  private static final List<String> STOCKS =
      List.of(
          "SPY", "QQQ", "IWM", "DIA", "GLD", "IEF", "TLT", "VIXY", "AAPL", "MSFT", "NVDA", "AMZN");

  private final Path folder;

  private StoredBarsBenchmark(Path folder) {
    this.folder = folder;
  }

  /** Writes and reads bars in a folder, as a process with a small heap. */
  public static void main(String[] arguments) {
    try (DocumentStore store = new SqliteDocumentStore(Path.of(arguments[0]))) {
      write(store, BARS_IN_LITTLE_MEMORY);
      read(store);
    }
  }

  /** Runs the benchmark and prints its tables. */
  public static void run() throws Exception {
    try (ServedFolder folder = new ServedFolder()) {
      new StoredBarsBenchmark(folder.path()).measure();
    }
  }

  private void measure() throws Exception {
    stored("Bars in SQLite", COUNTS, this::sqlite);
    stored("Bars in Firestore's emulator", COUNTS_FOR_THE_EMULATOR, StoredBarsBenchmark::emulator);
    inLittleMemory();
    Table.begin(
        "Daily bars of five years, collected from the simulated gateway",
        "contracts",
        "bars",
        "requests",
        "time",
        "growth");
    collect(3); // to warm
    double former = 0;
    int before = 0;
    for (int contracts : List.of(3, 6, 12)) {
      Collection now = collect(contracts);
      Table.row(
          contracts,
          Table.format("%,d", now.bars()),
          now.requests(),
          Table.time(now.nanos()),
          Table.growth(former, now.nanos(), before, contracts));
      former = now.nanos();
      before = contracts;
    }
  }

  private record Collection(int bars, int requests, double nanos) {}

  private interface Stores {
    DocumentStore open() throws Exception;
  }

  private DocumentStore sqlite() throws IOException {
    return new SqliteDocumentStore(Files.createTempDirectory(folder, "sqlite"));
  }

  private static DocumentStore emulator() throws Exception {
    return FirestoreEmulator.newStore(Duration.ofMinutes(5));
  }

  private static void stored(String title, List<Integer> counts, Stores stores) throws Exception {
    Table.begin(title, "bars", "written", "a second", "growth", "read", "a second", "growth");
    try (DocumentStore store = stores.open()) { // to warm
      write(store, counts.get(0));
      read(store);
    }
    double writing = 0;
    double reading = 0;
    int before = 0;
    for (int count : counts) {
      try (DocumentStore store = stores.open()) {
        double written = nanos(() -> write(store, count));
        double read = nanos(() -> read(store));
        Table.row(
            Table.format("%,d", count),
            Table.time(written),
            Table.format("%,.0f", count * 1e9 / written),
            Table.growth(writing, written, before, count),
            Table.time(read),
            Table.format("%,.0f", count * 1e9 / read),
            Table.growth(reading, read, before, count));
        writing = written;
        reading = read;
        before = count;
      }
    }
  }

  private static double nanos(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return System.nanoTime() - begun;
  }

  private static void write(DocumentStore store, int count) {
    SeriesStore series = new SeriesStore(store, Clock.systemUTC());
    SeriesIndex index = SeriesIndex.empty(BarSamples.MINUTES, BarSamples.spy());
    for (int i = 0; i < count; i += BARS_OF_AN_ANSWER) {
      List<HistoricalBar> answer =
          BarSamples.minutes(FIRST.plusSeconds(60L * i), BARS_OF_AN_ANSWER, "737.02");
      index = series.save(index, answer).orElseThrow().index();
    }
  }

  private static void read(DocumentStore store) {
    Bars bars = new Bars(store);
    SeriesIndex index = bars.index(BarSamples.MINUTES).orElseThrow();
    long count =
        bars.range(index, Optional.empty(), Optional.empty())
            .filter(bar -> bar.close().signum() > 0)
            .count();
    if (count != index.count()) {
      throw new IllegalStateException(count + " of " + index.count() + " bars were read");
    }
  }

  private void inLittleMemory() throws Exception {
    Table.begin("Bars in little memory", "bars", "heap", "written and read", "bytes of a bar");
    Path little = folder.resolve("little");
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SMALL_HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                StoredBarsBenchmark.class.getName(),
                little.toString())
            .inheritIO()
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(SMALL_HEAP + " is not enough");
    }
    Table.row(
        Table.format("%,d", BARS_IN_LITTLE_MEMORY),
        SMALL_HEAP,
        Table.time(System.nanoTime() - begun),
        size(little) / BARS_IN_LITTLE_MEMORY);
  }

  private static long size(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Collection collect(int contracts) throws Exception {
    Path to = Files.createTempDirectory(folder, "collected");
    try (CollectorDesk desk = CollectorDesk.at("2026-11-23T15:00:00Z");
        DocumentStore store = new SqliteDocumentStore(to)) {
      List<Collector.Wanted> wanted =
          STOCKS.stream()
              .limit(contracts)
              .map(desk::stock)
              .map(
                  contract -> CollectorDesk.wanted(contract, BarSize.DAY, WhatToShow.TRADES, "5 Y"))
              .toList();
      long begun = System.nanoTime();
      List<Collected> collected = desk.collect(store, CollectorDesk.LONG, wanted);
      double nanos = System.nanoTime() - begun;
      int bars = collected.stream().mapToInt(Collected::added).sum();
      return new Collection(bars, desk.asked(), nanos);
    }
  }
}
