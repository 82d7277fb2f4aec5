package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on sequences and fragments that end with the wrong delimiter. */
class DelimiterFixtureTest {
  private static final String SENT = "instance nonconforming";

  private static final String WRONG_DELIMITER = "instance missing-delimiter";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"delimiters"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> delimiters() {
    return Stream.of(
        nested("one delimiter for item and sequence", o -> o.item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter for the item's",
            o -> o.item(Tag.SEQUENCE_END, 0).item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter between items",
            o -> open(o.item(Tag.SEQUENCE_END, 0)).item(Tag.ITEM_END, 0).item(Tag.SEQUENCE_END, 0)),
        nested(
            "an item delimiter for the sequence's",
            o -> o.item(Tag.ITEM_END, 0).item(Tag.ITEM_END, 0)),
        nested(
            "one delimiter each for two levels",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "one delimiter for the inner level",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter for the inner item's, and more elements",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.SEQUENCE_END, 0)
                    .element(0x00100020, "LO", text("other"))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "an item delimiter for the inner sequence's",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        new Fixture(
            "a sequence delimiter for the item's, in a sequence of known length",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    o ->
                        o.header(0x00081140, "SQ", 28)
                            .item(Tag.ITEM, -1)
                            .element(0x00080050, "SH", text("four"))
                            .item(Tag.SEQUENCE_END, 0)),
            WRONG_DELIMITER,
            "instance"),
        with(
            "an item delimiter behind an item of known length",
            0x00081140,
            o ->
                o.header(0x00081140, "SQ", -1)
                    .item(Tag.ITEM, 12)
                    .element(0x00080050, "SH", text("four"))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0),
            SENT),
        new Fixture(
            "an item delimiter that ends the fragments",
            ct(JPEG_LOSSLESS)
                .write(
                    Tag.PIXEL_DATA,
                    o -> {
                      byte[] stream = TestFile.codeStream(PixelCodec.JPEG);
                      o.header(Tag.PIXEL_DATA, "OB", -1).item(Tag.ITEM, 0);
                      o.item(Tag.ITEM, stream.length).raw(stream).item(Tag.ITEM_END, 0);
                    }),
            WRONG_DELIMITER,
            "instance"));
  }

  /**
   * A sequence of undefined length whose first item is open, followed by what a writer may write
   * then.
   */
  private static Fixture nested(String name, Consumer<ElementWriter> rest) {
    return with(
        name, 0x00081140, o -> rest.accept(open(o.header(0x00081140, "SQ", -1))), WRONG_DELIMITER);
  }

  private static ElementWriter open(ElementWriter out) {
    return out.item(Tag.ITEM, -1).element(0x00081150, "UI", uid(TestFile.CT));
  }

  private static Fixture with(
      String name, int tag, Consumer<ElementWriter> element, String verdict) {
    return new Fixture(name, ct(EXPLICIT).write(tag, element), verdict);
  }
}
