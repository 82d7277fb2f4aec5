package io.github.dcmbulk.journal;

/**
 * What must be settled before a study is sent.
 *
 * @param changed whether files were delivered and have changed since
 * @param shared whether other files claim an instance of it as well
 * @param largest size of its largest file, in bytes
 */
public record StudyOutline(boolean changed, boolean shared, long largest) {}
