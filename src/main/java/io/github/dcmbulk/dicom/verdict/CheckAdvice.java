package io.github.dcmbulk.dicom.verdict;

/**
 * Advice for each check, true of most files that fail it. To copy a file again is advised only
 * where a truncated file is possible.
 */
final class CheckAdvice {
  private CheckAdvice() {}

  static Advice of(Check check) {
    return switch (check) {
      case NAME ->
          new Advice(
              "a file that the operating system keeps for itself", "nothing to do: it is skipped");
      case NOT_EMPTY ->
          new Advice(
              "a full disk, or a copy that was interrupted",
              "copy the file again from its source; if it is empty there too, export it again");
      case READABLE ->
          new Advice(
              "missing permission, or a failing disk or share",
              "check the permissions (ls -l) and the health of the storage");
      case PREFIX ->
          new Advice(
              "no DICOM file, or a bare data set as some old exports write it",
              "dcmconv -f FILE NEWFILE adds preamble and File Meta Information to a bare data set;"
                  + " or --transfer-syntax any sends it as it is");
      case PREAMBLE ->
          new Advice(
              "a file that is both DICOM and a program, by a demonstration or an attack",
              "have it examined before any program opens it; dcmconv FILE NEWFILE writes an empty"
                  + " preamble");
      case FILE_META ->
          new Advice(
              "a truncated file, or software that wrote group 0002 wrongly",
              "compare its size with the source and copy it again if they differ; if not, export"
                  + " the instance again (dcmdump FILE shows how far it can be read)");
      case TRANSFER_SYNTAX ->
          new Advice(
              "software that omitted (0002,0010)",
              "export the instance again; dcmodify cannot add it");
      case MEDIA_DIRECTORY ->
          new Advice(
              "the index of a CD or an export folder",
              "nothing to do: a DICOMDIR is an index, not an image");
      case ACCEPTED_SYNTAX ->
          new Advice(
              "a compression that the target does not accept",
              "export it again in another transfer syntax");
      case SIZE ->
          new Advice(
              "a multi-frame object beyond the limit of one S3 PUT",
              "compress it, or split it into several instances in the system that made it");
      case INFLATE ->
          new Advice(
              "a truncated file",
              "copy the file again from its source and compare the sizes; if it is truncated there"
                  + " too, export it again");
      case ENCODING ->
          new Advice(
              "software that writes the data set in one form and names another in (0002,0010)",
              "usually nothing, unless other readers fail");
      case COMMAND_SET ->
          new Advice(
              "a receiver that stored the command of the C-STORE request in front of the data set",
              "usually nothing: readers skip it; dcmconv FILE NEWFILE does not remove it");
      case VALUE_REPRESENTATIONS ->
          new Advice(
              "a router or an archive that added elements in implicit form to an explicit file",
              "usually nothing: readers handle it");
      case SOP_CLASS ->
          new Advice(
              "a template or raw export, or an anonymiser that removed too much",
              "export the instance again from the archive; the SOP Class UID is required");
      case SOP_INSTANCE ->
          new Advice(
              "a template or raw export, or an anonymiser that removed too much",
              "export it again; dcmodify -gin FILE makes a new UID if it never had one");
      case STUDY ->
          new Advice(
              "an object that belongs to no study, or an anonymiser that removed too much",
              "export it again; dcmodify -gst FILE makes a new UID if it never had one");
      case SERIES ->
          new Advice(
              "an object that belongs to no series, or an anonymiser that removed too much",
              "export it again; dcmodify -gse FILE makes a new UID if it never had one");
      case UID_CHARACTERS ->
          new Advice(
              "an anonymiser that wrote hashes or texts, or a damaged file",
              "correct it in the software that made it: changing a UID breaks references to the"
                  + " instance");
      case UID_FORMAT ->
          new Advice(
              "software that made UIDs longer than 64 characters, with leading zeros or of no valid"
                  + " root",
              "usually nothing: archives accept them");
      case META_MATCH ->
          new Advice(
              "an anonymiser that changed the data set only",
              "dcmconv FILE NEWFILE writes new File Meta Information from the data set");
      case STRUCTURE ->
          new Advice(
              "an interrupted copy or a full disk",
              "copy the file again from its source and compare the sizes; if it is truncated there"
                  + " too, export it again");
      case LENGTHS ->
          new Advice(
              "software that wrote a wrong length or delimiter, a text-mode transfer or a damaged"
                  + " block",
              "compare the file with its source (sha256sum); where they are equal, copying again"
                  + " does not help: export it again, or have the software corrected (dcmdump FILE"
                  + " shows the place)");
      case NESTING -> new Advice("a damaged or malicious file", "export the instance again");
      case DELIMITERS ->
          new Advice(
              "software that omits the last delimiter, or writes the wrong one of the two",
              "usually nothing: nothing is lost; dcmconv FILE NEWFILE rewrites it if DCMTK can read"
                  + " it");
      case PRIVATE_SEQUENCES ->
          new Advice(
              "a manufacturer's element with VR SQ that contains no items",
              "usually nothing: readers that do not know the element skip it");
      case UNDEFINED_LENGTHS ->
          new Advice(
              "software that wrote a long value without knowing its length",
              "usually nothing: the value ends with a delimiter; some readers refuse it");
      case ORDER ->
          new Advice(
              "software that appended elements instead of inserting them",
              "usually nothing: readers that read to the end find them");
      case PIXELS_PRESENT ->
          new Advice(
              "a file that was truncated just before its pixel data, or an export of headers only",
              "compare the size with the source and copy it again if they differ; if not, export it"
                  + " again with its pixels");
      case PIXEL_LENGTH ->
          new Advice(
              "software that wrote too few pixels, or a wrong number of frames",
              "export the instance again: copying again does not help where the lengths agree with"
                  + " the file");
      case FRAMES ->
          new Advice(
              "a copy or a recording that ended early",
              "copy the file again from its source and compare the sizes; if frames are missing"
                  + " there too, export it again");
      case OFFSET_TABLE ->
          new Advice(
              "software that changed the pixel data and not the table",
              "usually nothing: all frames are present; gdcmconv FILE NEWFILE writes a new table");
      case PIXEL_ENCODING ->
          new Advice(
              "software that changed the pixels and not the transfer syntax, or the reverse",
              "export the instance again");
      case CODEC_MARKER ->
          new Advice(
              "another codec than declared, or a damaged fragment",
              "try to decompress it (dcmdjpeg, dcmdjpls, gdcmconv --raw); export it again if that"
                  + " fails");
      case LOSSY ->
          new Advice(
              "an image that was compressed with loss at some time",
              "nothing, unless the target demands the original");
      case TRAILING ->
          new Advice(
              "two joined files, or whole sectors copied from a medium",
              "usually nothing; dcmconv FILE NEWFILE writes the data set alone if DCMTK can read"
                  + " it");
      case UNCHANGED ->
          new Advice(
              "an export or copy that is still running",
              "run again later, or use --min-age to wait for completed studies");
    };
  }
}
