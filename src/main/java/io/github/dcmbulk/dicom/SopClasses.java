package io.github.dcmbulk.dicom;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SOP classes that need different checks (PS3.6 Table A-1, PS3.4 B.5). */
final class SopClasses {
  /** Media Storage Directory Storage, the class of a DICOMDIR (PS3.10 §8.6). */
  static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

  /**
   * Storage classes whose IOD requires the Image Pixel Module. Excluded: reports, presentation
   * states, waveforms, documents, plans, raw data, spectra, meshes, fiducials.
   */
  private static final Set<String> IMAGES =
      storageClasses(
          // CR, digital X-ray, mammography, intra-oral; CT; US; MR; NM
          "1",
          "1.1",
          "1.1.1",
          "1.2",
          "1.2.1",
          "1.3",
          "1.3.1",
          "2",
          "2.1",
          "2.2",
          "3",
          "3.1",
          "4",
          "4.1",
          "4.3",
          "4.4",
          "5",
          "6",
          "6.1",
          "6.2",
          "6.3",
          // Secondary capture; XA and XRF; breast; PET
          "7",
          "7.1",
          "7.2",
          "7.3",
          "7.4",
          "12.1",
          "12.1.1",
          "12.2",
          "12.2.1",
          "12.3",
          "13.1.1",
          "13.1.2",
          "13.1.3",
          "13.1.4",
          "13.1.5",
          "14.1",
          "14.2",
          "20",
          "128",
          "128.1",
          "130",
          // Segmentation, label map, height map
          "66.4",
          "66.7",
          "66.8",
          // Visible light and ophthalmic
          "77.1.1",
          "77.1.1.1",
          "77.1.2",
          "77.1.2.1",
          "77.1.3",
          "77.1.4",
          "77.1.4.1",
          "77.1.5.1",
          "77.1.5.2",
          "77.1.5.4",
          "77.1.5.5",
          "77.1.5.6",
          "77.1.5.7",
          "77.1.5.8",
          "77.1.6",
          "77.1.7",
          "77.1.8",
          "77.1.9",
          "77.2",
          "81.1",
          "82.1",
          // Parametric map; RT image and dose
          "30",
          "481.1",
          "481.2",
          "481.23",
          "481.24");

  /** RT Dose: pixel data are conditional; an instance may contain dose volume histograms only. */
  private static final String RT_DOSE = STORAGE + "481.2";

  private SopClasses() {}

  private static Set<String> storageClasses(String... suffixes) {
    return Arrays.stream(suffixes).map(STORAGE::concat).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an instance may have neither rows nor pixel data (RT Dose, PS3.3 A.18). */
  static boolean mayLackPixels(@Nullable String uid) {
    return RT_DOSE.equals(uid);
  }

  /** Whether an instance of the class must have pixel data if it has rows and columns. */
  static boolean isImage(String uid) {
    return IMAGES.contains(uid);
  }
}
