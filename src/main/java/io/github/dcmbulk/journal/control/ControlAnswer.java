package io.github.dcmbulk.journal.control;

/**
 * A run's answer to a request.
 *
 * @param run its name
 * @param process its process and host
 * @param done whether it did what it was asked
 * @param text what it did, or why not, in a sentence
 */
public record ControlAnswer(String run, String process, boolean done, String text) {}
