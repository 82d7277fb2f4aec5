package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A connection for queries that is replaced when it breaks. Each query is a separate transaction,
 * so it can be repeated: its statement is prepared on the new connection, with the parameters that
 * were set. Used by one thread.
 */
final class RetryingConnection {
  /** Opens a connection. */
  @FunctionalInterface
  interface Opening {
    Connection open() throws SQLException;
  }

  private final Opening opening;
  private final DatabaseRetry patience;
  private Connection current;

  private RetryingConnection(Opening opening, DatabaseRetry patience) throws SQLException {
    this.opening = opening;
    this.patience = patience;
    this.current = opening.open();
  }

  /** A connection that waits that long for its database. */
  static Connection open(Opening opening, DatabaseRetry patience) throws SQLException {
    RetryingConnection reader = new RetryingConnection(opening, patience);
    return (Connection)
        Proxy.newProxyInstance(
            RetryingConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("prepareStatement") && arguments.length == 1
                    ? reader.prepared((String) arguments[0])
                    : call(reader.current, method, arguments));
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    Query query = new Query(sql, current);
    return (PreparedStatement)
        Proxy.newProxyInstance(
            RetryingConnection.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> query.call(method, arguments));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** A statement with its parameters. */
  private final class Query {
    private record Parameter(Method setter, Integer index, @Nullable Object value) {}

    private final String sql;
    private final Map<Integer, Parameter> parameters = new TreeMap<>();
    private Connection preparedOn;
    private PreparedStatement statement;

    Query(String sql, Connection on) throws SQLException {
      this.sql = sql;
      this.preparedOn = on;
      this.statement = on.prepareStatement(sql);
    }

    @Nullable Object call(Method method, Object[] arguments) throws Throwable {
      String name = method.getName();
      if (name.startsWith("set") && arguments.length == 2) {
        parameters.put(
            (Integer) arguments[0], new Parameter(method, (Integer) arguments[0], arguments[1]));
        return null;
      }
      if (!name.equals("executeQuery")) {
        return RetryingConnection.call(statement, method, arguments);
      }
      try {
        return asked();
      } catch (SQLException e) {
        if (!patience.covers(e) && !current.isClosed()) {
          throw e;
        }
        return askedAgain(e);
      }
    }

    private Object askedAgain(SQLException cause) throws SQLException {
      try {
        return patience.retry(
            cause,
            () -> {
              if (current.isClosed() || preparedOn == current) {
                current.abort(Runnable::run);
                current = opening.open();
              }
              return asked();
            });
      } catch (DcmbulkException e) {
        throw new SQLException(e);
      }
    }

    private ResultSet asked() throws SQLException {
      if (preparedOn != current) {
        // Another query has connected again.
        statement = current.prepareStatement(sql);
        preparedOn = current;
      }
      for (Parameter p : parameters.values()) {
        set(p);
      }
      return statement.executeQuery();
    }

    private void set(Parameter p) throws SQLException {
      try {
        p.setter.invoke(statement, p.index, p.value);
      } catch (ReflectiveOperationException e) {
        throw new SQLException(e);
      }
    }
  }
}
