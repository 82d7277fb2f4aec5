package io.github.dcmbulk.dicom.verdict;

/**
 * What a person needs in order to act on a finding. The texts name no file and hold no value of the
 * data set.
 *
 * @param cause where files with such a finding usually come from
 * @param remedy what can be done; commands are DCMTK's unless they say otherwise
 */
public record Advice(String cause, String remedy) {}
