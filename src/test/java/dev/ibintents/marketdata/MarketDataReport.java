package dev.ibintents.marketdata;

import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FirestoreEmulator;
import dev.ibintents.store.SqliteDocumentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prints how fast bars go into the stores and come out of them, in how little memory, and how the
 * time grows with the number of contracts. It asserts nothing; times on different machines, or on
 * one machine on different days, do not compare.
 */
public final class MarketDataReport {
  private static final int BARS = 1_000_000;
  private static final int BARS_FOR_THE_EMULATOR = 100_000;
  private static final int BARS_OF_AN_ANSWER = 2000;
  private static final String SMALL_HEAP = "-Xmx32m";
  private static final Instant FIRST = Instant.parse("2020-01-02T14:30:00Z");
  private static final List<String> STOCKS =
      List.of(
          "SPY", "QQQ", "IWM", "DIA", "GLD", "IEF", "TLT", "VIXY", "AAPL", "MSFT", "NVDA", "AMZN");

  private final Path folder;

  private MarketDataReport(Path folder) {
    this.folder = folder;
  }

  /** Runs it. With a folder for an argument, it only writes and reads there, in little memory. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      new MarketDataReport(Path.of(arguments[0])).inLittleMemory();
      return;
    }
    Path folder = Files.createTempDirectory("ib-intents-bars");
    try {
      new MarketDataReport(folder).run();
    } finally {
      delete(folder);
    }
    System.exit(0); // the emulator's client keeps threads
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void run() throws Exception {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("warm"))) {
      write(store, BARS_FOR_THE_EMULATOR);
      read(store);
    }
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("sqlite"))) {
      rate("SQLite, written", BARS, () -> write(store, BARS));
      rate("SQLite, read", BARS, () -> read(store));
      System.out.printf(
          "SQLite, bytes a bar: %.0f%n", (double) size(folder.resolve("sqlite")) / BARS);
    }
    try (DocumentStore store = FirestoreEmulator.newStore(Duration.ofMinutes(5))) {
      rate(
          "Firestore emulator, written",
          BARS_FOR_THE_EMULATOR,
          () -> write(store, BARS_FOR_THE_EMULATOR));
      rate("Firestore emulator, read", BARS_FOR_THE_EMULATOR, () -> read(store));
    }
    inAnotherProcess();
    for (int count : List.of(6, 12, 6, 12)) {
      collect(count);
    }
  }

  private static long size(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void rate(String what, int bars, Runnable work) {
    long begun = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("%s: %,.0f bars/s (%,d in %.1f s)%n", what, bars / seconds, bars, seconds);
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

  private void inAnotherProcess() throws Exception {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SMALL_HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                MarketDataReport.class.getName(),
                folder.resolve("little").toString())
            .inheritIO()
            .start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    System.out.printf(
        "%,d bars written and read with %s: %s, %.1f s%n",
        BARS,
        SMALL_HEAP,
        ended && process.exitValue() == 0 ? "enough" : "not enough",
        (System.nanoTime() - begun) / 1e9);
  }

  private void inLittleMemory() {
    try (DocumentStore store = new SqliteDocumentStore(folder)) {
      write(store, BARS);
      read(store);
    }
  }

  private void collect(int contracts) throws Exception {
    Path to = Files.createTempDirectory(folder, "collected");
    try (CollectorDesk desk = CollectorDesk.at("2026-11-23T15:00:00Z");
        DocumentStore store = new SqliteDocumentStore(to)) {
      List<Collector.Wanted> wanted =
          STOCKS.stream()
              .limit(contracts)
              .map(desk::stock)
              .map(one -> CollectorDesk.wanted(one, BarSize.DAY, WhatToShow.TRADES, "5 Y"))
              .toList();
      long begun = System.nanoTime();
      List<Collected> collected = desk.collect(store, CollectorDesk.LONG, wanted);
      System.out.printf(
          "5 Y of daily bars of %d contracts from the simulator: %.1f s, %d bars, %d requests%n",
          contracts,
          (System.nanoTime() - begun) / 1e9,
          collected.stream().mapToInt(Collected::added).sum(),
          desk.asked());
    }
  }
}
