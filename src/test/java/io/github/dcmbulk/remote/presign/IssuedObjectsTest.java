package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IssuedObjectsTest {
  private static final String SIGNED =
      "?X-Amz-Date=20261123T180000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=";

  private final IssuedObjects issued = new IssuedObjects();

  private boolean add(String url) {
    return issued.add(PresignedUrl.of(url, Map.of()));
  }

  @Test
  void aNewSignatureMakesNoNewObject() {
    assertThat(add("https://lake.example.org/a/1" + SIGNED + "00")).isTrue();
    assertThat(add("https://lake.example.org/a/1" + SIGNED + "11")).isFalse();
    assertThat(add("https://lake.example.org/a/2" + SIGNED + "00")).isTrue();
    assertThat(add("https://other.example.org/a/1" + SIGNED + "00")).isTrue();
  }

  @Test
  void aQueryThatIsNoSignatureMayNameTheObject() {
    assertThat(add("https://lake.example.org/put?id=1")).isTrue();
    assertThat(add("https://lake.example.org/put?id=2")).isTrue();
    assertThat(add("https://lake.example.org/put?id=2")).isFalse();
  }

  @Test
  void whatWasIssuedIsKnownAmongMillionsAndHardlyAnythingElse() {
    int many = 2_500_000;
    int mistaken = 0;
    for (int i = 0; i < many; i++) {
      mistaken += issued.add("https://lake.example.org/" + i) ? 0 : 1;
    }
    assertThat(mistaken).isLessThan(500);
    for (int i = 0; i < many; i += 1000) {
      assertThat(issued.add("https://lake.example.org/" + i)).isFalse();
    }
  }
}
