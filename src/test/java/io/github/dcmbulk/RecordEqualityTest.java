package io.github.dcmbulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.Route;
import io.github.dcmbulk.journal.StudyState;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose equality is written out compare each of their components. */
class RecordEqualityTest {
  @ParameterizedTest
  @ValueSource(classes = {Route.class, StudyState.class})
  void everyComponentCounts(Class<?> type) throws Exception {
    int components = type.getRecordComponents().length;
    Object one = make(type, -1);
    assertThat(make(type, -1)).isEqualTo(one).hasSameHashCodeAs(one);
    for (int i = 0; i < components; i++) {
      assertThat(make(type, i)).as(type.getRecordComponents()[i].getName()).isNotEqualTo(one);
    }
  }

  /** A record in which that component has another value; -1 for none. */
  private static Object make(Class<?> type, int other) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(types[i], i == other ? 1 : 0);
    }
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Class<?> type, int which) {
    if (type == boolean.class) {
      return which == 1;
    } else if (type == int.class) {
      return which;
    } else if (type == long.class) {
      return (long) which;
    } else if (type == String.class) {
      return "text " + which;
    } else if (type == Duration.class) {
      return Duration.ofSeconds(which);
    } else if (type.isEnum()) {
      return type.getEnumConstants()[which];
    }
    throw new AssertionError("no value of " + type);
  }
}
