package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Answers to C-FIND as XML of DCMTK: {@code findscu -Xs FILE} writes all of them, each as a {@code
 * data-set} with {@code element tag="0020,000d"}.
 */
final class FindScuList implements SourceList {
  private static final String DATA_SET = "data-set";
  private static final String ELEMENT = "element";

  private final Path file;
  private final IdentifierDigest digest;

  FindScuList(Path file, IdentifierDigest digest) {
    this.file = file;
    this.digest = digest;
  }

  @Override
  public String name() {
    return PathText.display(file);
  }

  @Override
  public void read(Sink sink) throws UsageException, IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // A list comes from outside: it must not include other files.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      XMLStreamReader xml = factory.createXMLStreamReader(bytes);
      if (!studies(xml, sink)) {
        throw new UsageException(
            name() + " is XML, but contains no answers to C-FIND",
            "save them with DCMTK: findscu -S -Xs FILE …");
      }
    } catch (XMLStreamException e) {
      throw new UsageException(
          "line %d of %s is no XML, or the file is cut off"
              .formatted(e.getLocation() == null ? 0 : e.getLocation().getLineNumber(), name()),
          "save the answers again: findscu -S -Xs FILE …",
          e);
    }
  }

  /** False if it has no elements that DCMTK writes. */
  private boolean studies(XMLStreamReader xml, Sink sink) throws XMLStreamException, IOException {
    StudyBuilder study = new StudyBuilder(digest);
    boolean known = false;
    long count = 0;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      known |= "responses".equals(xml.getLocalName());
      if (DATA_SET.equals(xml.getLocalName())) {
        known = true;
        study.clear();
        dataSet(xml, study);
        study.finish(++count, ListDate.Order.DAY_FIRST, Map.of(), sink);
      }
    }
    return known;
  }

  /** Reads to the end of the data set; items of sequences are skipped. */
  private static void dataSet(XMLStreamReader xml, StudyBuilder study) throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        String tag = xml.getAttributeValue(null, "tag");
        boolean isOurs = depth == 1 && ELEMENT.equals(xml.getLocalName()) && tag != null;
        ListColumn column = isOurs ? ListColumn.ofTag(tag.replace(",", "")) : null;
        if (column != null) {
          study.put(column, xml.getElementText());
        } else {
          depth++;
        }
      }
    }
  }
}
