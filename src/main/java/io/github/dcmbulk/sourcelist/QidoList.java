package io.github.dcmbulk.sourcelist;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.sourcelist.DicomJsonStudies.NotStudiesException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The list of a QIDO-RS server (PS3.18 §10.6), read page by page: the next offset is the number of
 * rows received, so that a server may send fewer than requested. The list ends with an empty
 * answer, not with a short page. An answer that is no list of studies is an error, never an empty
 * list.
 */
public final class QidoList implements SourceList {
  /** Studies of a page: common servers allow at least as many; others send a shorter page. */
  private static final int PAGE = 100;

  private final QidoRequests requests;
  private final IdentifierDigest digest;

  /** Uses that server. */
  public QidoList(QidoRequests requests, IdentifierDigest digest) {
    this.requests = requests;
    this.digest = digest;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public String name() {
    return requests.server();
  }

  @Override
  public void read(Sink sink) throws DcmbulkException, IOException, InterruptedException {
    Set<String> first = Set.of();
    Set<String> last = Set.of();
    long offset = 0;
    boolean isCut = false;
    while (true) {
      HttpAnswer answer = requests.page(PAGE, offset);
      Page page = new Page(sink, offset);
      long rows = rows(answer, page);
      if (rows == 0) {
        requireWhole(isCut || announcesMore(answer), offset);
        return;
      }
      if (offset > 0 && (first.containsAll(page.uids) || last.containsAll(page.uids))) {
        throw new ServiceUnreachableException(
            "%s sent the same studies again when those from %,d on were requested: it ignores"
                    .formatted(name(), offset)
                + " offset",
            "save the whole answer in a file and compare with that: GET …/studies");
      }
      page.flush();
      first = offset == 0 ? page.uids : first;
      last = page.uids;
      offset += rows;
      isCut = announcesMore(answer);
    }
  }

  /** Number of rows in the answer; 0 if it is empty. */
  private long rows(HttpAnswer answer, Page page) throws ServiceUnreachableException, IOException {
    if (answer.status() == 204 || answer.text().isBlank()) {
      return 0;
    }
    if (answer.cut()) {
      throw new ServiceUnreachableException(
          name() + " ignores limit and sent more than fits: the answer was cut off",
          "save the whole answer in a file and compare with that: GET …/studies");
    }
    DicomJsonStudies studies = new DicomJsonStudies(digest);
    try {
      studies.read(new StringReader(answer.text()), page);
      return studies.count();
    } catch (JsonProcessingException | NotStudiesException e) {
      // The parser's message would contain part of the answer.
      String type = answer.mediaType();
      throw new ServiceUnreachableException(
          "%s answered with something else than a list of studies (%s)"
              .formatted(name(), type.isEmpty() ? "no content type" : type),
          "check whether the URL is that of a DICOMweb server, and whether it requires a login");
    }
  }

  /** A server that omits results says so in a Warning header (PS3.18 §8.3.4.4). */
  private static boolean announcesMore(HttpAnswer answer) {
    String warning = answer.header("warning");
    return warning != null && warning.strip().startsWith("299");
  }

  private void requireWhole(boolean isCut, long studies) throws ServiceUnreachableException {
    if (isCut) {
      throw new ServiceUnreachableException(
          "%s lists %s, and reports more studies than it sends (Warning: 299)"
              .formatted(name(), Count.of(studies, "study", "studies")),
          "raise the server's limit on results, or list parts by study date and join them");
    }
  }

  /** The rows of one answer, kept until it is known that they are new. */
  private static final class Page implements Sink {
    private final Sink sink;
    private final long offset;
    private final Set<String> uids = new HashSet<>();
    private final List<ListedStudy> studies = new ArrayList<>();
    private final List<UnreadableRow> unreadable = new ArrayList<>();

    Page(Sink sink, long offset) {
      this.sink = sink;
      this.offset = offset;
    }

    @Override
    public void listed(ListedStudy study) {
      studies.add(study.withLine(offset + study.line()));
      uids.add(study.uid() + "/" + study.accession());
    }

    @Override
    public void unreadable(UnreadableRow row) {
      unreadable.add(new UnreadableRow(offset + row.line(), row.why()));
      uids.add("unreadable " + row.why());
    }

    void flush() throws IOException {
      for (ListedStudy study : studies) {
        sink.listed(study);
      }
      for (UnreadableRow row : unreadable) {
        sink.unreadable(row);
      }
    }
  }
}
