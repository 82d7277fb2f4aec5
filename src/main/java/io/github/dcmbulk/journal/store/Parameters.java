package io.github.dcmbulk.journal.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a statement's parameters, in their order. */
public final class Parameters {
  @FunctionalInterface
  private interface Value {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private final List<Value> values = new ArrayList<>();

  /** No value yet. */
  public static Parameters of() {
    return new Parameters();
  }

  /** Adds a whole number. */
  public Parameters number(long value) {
    values.add((s, i) -> s.setLong(i, value));
    return this;
  }

  /** Adds a whole number, or NULL. */
  public Parameters number(@Nullable Long value) {
    values.add(
        (s, i) -> {
          if (value == null) {
            s.setNull(i, Types.BIGINT);
          } else {
            s.setLong(i, value);
          }
        });
    return this;
  }

  /** Adds a whole number; NULL for 0. */
  public Parameters unlessZero(long value) {
    return number(value == 0 ? null : value);
  }

  /** Adds a number that need not be whole. */
  public Parameters real(double value) {
    values.add((s, i) -> s.setDouble(i, value));
    return this;
  }

  /** Adds a text, or NULL. */
  public Parameters text(@Nullable String value) {
    values.add((s, i) -> s.setString(i, value));
    return this;
  }

  /** Adds bytes. */
  public Parameters bytes(byte[] value) {
    values.add((s, i) -> s.setBytes(i, value));
    return this;
  }

  /** Adds true or false. */
  public Parameters flag(boolean value) {
    values.add((s, i) -> s.setBoolean(i, value));
    return this;
  }

  /** Adds an array of whole numbers; only PostgreSQL has such. */
  public Parameters numbers(Collection<@Nullable Long> of) {
    return array("int8", of.toArray(new Long[0]));
  }

  /** Adds an array of texts; only PostgreSQL has such. */
  public Parameters texts(Collection<@Nullable String> of) {
    return array("text", of.toArray(new String[0]));
  }

  /** Adds an array of byte strings; only PostgreSQL has such. */
  public Parameters bytes(Collection<byte @Nullable []> of) {
    return array("bytea", of.toArray(new byte[0][]));
  }

  /** Adds an array of true and false; only PostgreSQL has such. */
  public Parameters flags(Collection<Boolean> of) {
    return array("bool", of.toArray(new Boolean[0]));
  }

  private Parameters array(String type, @Nullable Object[] elements) {
    values.add(
        (s, i) -> {
          Connection c = s.getConnection();
          Array array = c.createArrayOf(type, elements);
          s.setArray(i, array);
        });
    return this;
  }

  /**
   * Sets them, the first at that index.
   *
   * @return the index behind the last
   */
  int set(PreparedStatement statement, int first) throws SQLException {
    int index = first;
    for (Value value : values) {
      value.set(statement, index++);
    }
    return index;
  }
}
