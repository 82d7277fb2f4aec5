package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListedNamesTest {
  @Test
  void oneALineWithOrWithoutALastLineEnd() throws Exception {
    assertThat(names("a\nb c\n")).containsExactly("a", "b c");
    assertThat(names("a\n\nb")).containsExactly("a", "b");
    assertThat(names("")).isEmpty();
  }

  @Test
  void linesOfWindowsEndInCarriageReturnsAndMayBeBlank() throws Exception {
    assertThat(names("\u00ef\u00bb\u00bfa\r\n\r\nb\r\n")).containsExactly("a", "b");
  }

  @Test
  void betweenNulsEveryByteBelongsToTheName() throws Exception {
    assertThat(names("a\r\0b\nc\0\u00e9\0")).containsExactly("a\r", "b\nc", "\u00e9");
  }

  @Test
  void namesMayBeLongerThanAnyBuffer() throws Exception {
    String name = "n".repeat(200_000);
    assertThat(names("a\n" + name + "\nb")).containsExactly("a", name, "b");
  }

  private static List<String> names(String list) throws Exception {
    List<String> names = new ArrayList<>();
    ListedNames.read(
        new ByteArrayInputStream(list.getBytes(StandardCharsets.ISO_8859_1)),
        name -> names.add(new String(name, StandardCharsets.ISO_8859_1)));
    return names;
  }
}
