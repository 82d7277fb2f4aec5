package io.github.dcmbulk.report;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, and a member of its JSON objects. Names and order are an interface. A value
 * is null, a {@link Number}, a {@link Boolean}, a {@link String} or a list of strings.
 *
 * @param <T> type of a row's source
 */
record Field<T>(String title, Function<T, @Nullable Object> value) {}
