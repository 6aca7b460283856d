package dev.ibintents.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How {@link RecordFields} stores a component of a record, where it differs from the rule. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Stored {
  /** The name of the field; the component's own name if empty. */
  String value() default "";

  /** Whether the component is the document's id, and so no field. */
  boolean id() default false;

  /** Whether the component is a record whose fields stand among those around it. */
  boolean inline() default false;

  /** Whether the field is there and null if the component is empty or {@code null}. */
  boolean nullIfEmpty() default false;

  /**
   * Whether the field is left out if the component is {@code null}, an empty text, or a collection
   * without elements. A field that is missing is read as the same. An {@code Optional} is always
   * stored so.
   */
  boolean leftOutIfEmpty() default false;
}
