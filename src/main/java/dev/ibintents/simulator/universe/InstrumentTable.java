package dev.ibintents.simulator.universe;

import com.google.gson.GsonBuilder;
import dev.ibintents.simulator.market.Instrument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of instruments for people and for programs. */
public final class InstrumentTable {
  private InstrumentTable() {}

  /** A line for each instrument, below the names of the columns. */
  public static String text(List<Instrument> instruments) {
    List<List<String>> rows = new ArrayList<>();
    for (Instrument instrument : instruments) {
      Map<String, String> fields = fields(instrument);
      if (rows.isEmpty()) {
        rows.add(List.copyOf(fields.keySet()));
      }
      rows.add(List.copyOf(fields.values()));
    }
    List<Integer> widths =
        new ArrayList<>(Collections.nCopies(rows.isEmpty() ? 0 : rows.get(0).size(), 0));
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
      }
      table.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return table.toString();
  }

  /** A list of objects with the fields of the table. Empty fields are left out. */
  public static String json(List<Instrument> instruments) {
    List<Map<String, String>> list = new ArrayList<>();
    for (Instrument instrument : instruments) {
      Map<String, String> fields = fields(instrument);
      fields.values().removeIf(String::isEmpty);
      list.add(fields);
    }
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(list);
  }

  private static Map<String, String> fields(Instrument instrument) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("conId", Integer.toString(instrument.conId()));
    fields.put("secType", instrument.kind().name());
    fields.put("symbol", instrument.symbol());
    fields.put("localSymbol", instrument.localSymbol());
    fields.put("currency", instrument.currency());
    fields.put("exchange", instrument.route());
    fields.put("primaryExchange", instrument.primaryExchange());
    fields.put("multiplier", instrument.multiplierText());
    fields.put("minTick", instrument.minTick().toPlainString());
    fields.put("lastTradeDate", instrument.lastTradeDate());
    fields.put("longName", instrument.longName());
    return fields;
  }
}
