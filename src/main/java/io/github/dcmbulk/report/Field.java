package io.github.dcmbulk.report;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, which is also a member of its JSON objects. Names and order are an
 * interface. A value is null, a {@link Number}, a {@link Boolean}, a {@link String} or a list of
 * strings.
 *
 * @param <T> what a row is made of
 */
record Field<T>(String title, Function<T, @Nullable Object> value) {}
