package dev.ibintents.store;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Normalised fields of a document, or of a map in it: immutable, and sorted by name. Fields of this
 * class need not be normalised again.
 */
final class NormalFields extends AbstractMap<String, Object> {
  private final String[] names;
  private final Object[] values;
  private final int depth;

  /**
   * @param names the names in their order; the array is not copied
   * @param values the normalised value of each name; the array is not copied
   * @param depth the levels of lists and maps below these fields
   */
  NormalFields(String[] names, Object[] values, int depth) {
    this.names = names;
    this.values = values;
    this.depth = depth;
  }

  /** The levels of lists and maps below these fields. */
  int depth() {
    return depth;
  }

  private int place(Object name) {
    return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public boolean containsKey(Object name) {
    return place(name) >= 0;
  }

  @Override
  public Object get(Object name) {
    int place = place(name);
    return place < 0 ? null : values[place];
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Map.Entry<String, Object>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Object>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no further field");
      }
      int place = next++;
      return new SimpleImmutableEntry<>(names[place], values[place]);
    }
  }
}
