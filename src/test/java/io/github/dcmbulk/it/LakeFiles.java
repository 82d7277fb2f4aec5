package io.github.dcmbulk.it;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Directory of a sandbox's instances. */
record LakeFiles(Path directory) {
  /** The instances in it. */
  List<Path> instances() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).toList();
    }
  }

  /** Waits until an instance was uploaded: the lake then has its first study. */
  void awaitFirstUpload() throws IOException, InterruptedException {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!hasStudy()) {
        WatchKey key = watch.poll(600, TimeUnit.SECONDS);
        if (key == null) {
          throw new AssertionError("nothing was uploaded in ten minutes");
        }
        key.reset();
      }
    }
  }

  private boolean hasStudy() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().matches("[0-9.]+"));
    }
  }
}
