package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.CountProgress;
import io.github.dcmbulk.journal.maintain.JournalAudit;

/** Shows the progress of an audit of a journal. */
public record AuditProgress(CountProgress shown) implements JournalAudit.Listener {
  @Override
  public void begins(String step, long parts) {
    shown.begins(step, parts);
  }

  @Override
  public void one() {
    shown.one();
  }
}
