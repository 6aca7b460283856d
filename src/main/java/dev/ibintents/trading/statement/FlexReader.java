package dev.ibintents.trading.statement;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of an Activity Flex Query.
 *
 * <p>The text may come from anybody. A DOCTYPE is refused, so there are no entities beyond the five
 * of XML, and nothing outside the text is read. The numbers of rows, of levels and of attributes
 * are limited.
 */
final class FlexReader {
  /** The largest number of rows. The broker delivers longer statements in batches. */
  static final int MOST_ROWS = 200_000;

  private static final int DEEPEST = 8;
  private static final int MOST_ATTRIBUTES = 200;
  private static final int STATEMENT_LEVEL = 3;

  private static final String RESPONSE = "FlexQueryResponse";
  private static final String STATEMENT = "FlexStatement";
  private static final String SERVICE_RESPONSE = "FlexStatementResponse";
  private static final String ACTIVITY = "AF";

  private final Deque<String> open = new ArrayDeque<>();
  private final List<FlexStatement> statements = new ArrayList<>();
  private FlexSections sections;
  private int rows;

  private FlexReader() {}

  /**
   * Reads a text.
   *
   * @return the statements, in the order of the text
   * @throws InvalidStatementException if it is no statement, or is too large
   */
  static List<FlexStatement> read(String xml) {
    FlexReader reader = new FlexReader();
    try {
      reader.read(factory().createXMLStreamReader(new StringReader(xml)));
    } catch (XMLStreamException e) {
      throw new InvalidStatementException("the statement is no well-formed XML: " + words(e));
    }
    if (reader.statements.isEmpty()) {
      throw new InvalidStatementException(
          "the XML has no FlexStatement; import the file of an Activity Flex Query");
    }
    return reader.statements;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> {
          throw new XMLStreamException("it refers to " + systemId + ", and nothing else is read");
        });
    return factory;
  }

  private static String words(XMLStreamException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    int begin = message.indexOf("Message: ");
    String reason = begin < 0 ? message : message.substring(begin + "Message: ".length());
    String place =
        e.getLocation() == null
            ? ""
            : "line %d, column %d: "
                .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    String line = (place + reason).replaceAll("\\s+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD ->
            throw new InvalidStatementException(
                "the XML has a DOCTYPE; a Flex Query has none, and none is read");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new InvalidStatementException(
                "the XML refers to the entity %s, and none is read".formatted(xml.getLocalName()));
        case XMLStreamConstants.START_ELEMENT -> begin(xml);
        case XMLStreamConstants.END_ELEMENT -> end();
        default -> {} // texts, comments and blanks have no meaning in Flex XML
      }
    }
  }

  private void begin(XMLStreamReader xml) throws XMLStreamException {
    String name = xml.getLocalName();
    if (open.size() == DEEPEST) {
      throw new InvalidStatementException(
          "the elements are nested more than %d deep; no statement is".formatted(DEEPEST));
    }
    if (++rows > MOST_ROWS) {
      throw new InvalidStatementException(
          "the statement has more than %d rows; make statements of shorter periods"
              .formatted(MOST_ROWS));
    }
    if (open.isEmpty()) {
      root(name, xml);
    } else if (name.equals(STATEMENT)) {
      sections = new FlexSections(row(xml));
    } else if (sections != null && open.size() == STATEMENT_LEVEL) {
      section(name, xml);
    } else if (sections != null) {
      sections.add(sectionName(), row(xml));
    }
    open.push(name);
  }

  private static void root(String name, XMLStreamReader xml) throws XMLStreamException {
    if (name.equals(SERVICE_RESPONSE)) {
      throw new InvalidStatementException(
          "this is the broker's answer without a statement, and not the statement itself: "
              + serviceWords(xml));
    }
    if (!name.equals(RESPONSE)) {
      throw new InvalidStatementException(
          "the XML begins with %s; the file of a Flex Query begins with %s"
              .formatted(name, RESPONSE));
    }
    String type = xml.getAttributeValue(null, "type");
    if (type != null && !type.isBlank() && !type.equals(ACTIVITY)) {
      throw new InvalidStatementException(
          "the Flex Query is of type %s; make an Activity Flex Query, which is %s"
              .formatted(type, ACTIVITY));
    }
  }

  /** The words of the Flex Web Service, such as the error that the statement is not ready. */
  private static String serviceWords(XMLStreamReader xml) throws XMLStreamException {
    StringBuilder words = new StringBuilder();
    while (xml.hasNext() && words.length() < 200) {
      if (xml.next() == XMLStreamConstants.CHARACTERS) {
        words.append(xml.getText().strip()).append(' ');
      }
    }
    return words.toString().strip();
  }

  /** A section, or a section that is a single row, such as AccountInformation. */
  private void section(String name, XMLStreamReader xml) {
    sections.section(name);
    if (xml.getAttributeCount() > 0) {
      sections.add(name, row(xml));
    }
  }

  private String sectionName() {
    int depth = open.size();
    for (String name : open) {
      if (depth-- == STATEMENT_LEVEL + 1) {
        return name;
      }
    }
    throw new IllegalStateException("a row is below a section");
  }

  private static FlexRow row(XMLStreamReader xml) {
    int count = xml.getAttributeCount();
    if (count > MOST_ATTRIBUTES) {
      throw new InvalidStatementException(
          "%s in line %d has %d attributes; no row of a statement has more than %d"
              .formatted(
                  xml.getLocalName(), xml.getLocation().getLineNumber(), count, MOST_ATTRIBUTES));
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return new FlexRow(xml.getLocalName(), xml.getLocation().getLineNumber(), attributes);
  }

  private void end() {
    if (open.pop().equals(STATEMENT) && sections != null) {
      statements.add(sections.statement());
      sections = null;
    }
  }
}
