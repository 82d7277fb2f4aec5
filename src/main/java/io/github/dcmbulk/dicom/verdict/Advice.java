package io.github.dcmbulk.dicom.verdict;

/**
 * What a user needs to act on a finding. The texts contain no file name and no value of the data
 * set.
 *
 * @param cause the usual cause of such a finding
 * @param remedy what to do; commands are DCMTK's unless stated otherwise
 */
public record Advice(String cause, String remedy) {}
