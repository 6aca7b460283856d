package dev.ibintents.store;

/**
 * A place in a document, for messages. Its text is made only if a message needs it.
 *
 * @param outer the fields or the place around it
 * @param sign the text between the outer place and the name
 * @param name the name of a field, or the number of an element
 * @param end the text after the name
 */
record Place(Object outer, String sign, Object name, String end) {
  /** The place of a field. */
  static Place of(Fields fields, String name) {
    return new Place(fields, fields instanceof Document ? ": field " : ".", name, "");
  }

  /** The place of a document's id. */
  static Place ofId(Document document) {
    return new Place(document, ": ", "the id", "");
  }

  /** The place of a named value in the map at this place. */
  Place value(String key) {
    return new Place(this, ".", key, "");
  }

  /** The place of an element of the list at this place. */
  Place element(int number) {
    return new Place(this, "[", number, "]");
  }

  /** The place in words, such as {@code config/paper: field exposure.overall}. */
  @Override
  public String toString() {
    return (outer instanceof Fields fields ? fields.where() : outer) + sign + name + end;
  }
}
