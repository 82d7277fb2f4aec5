package io.github.dcmbulk.journal;

/** A study that may be sent next, and what must be settled before. */
public record NextStudy(StudyState state, StudyOutline outline) {}
