import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What Java needs to look at each file on standard input and read its first 8 KiB, and no more. */
class Floor {
  public static void main(String[] arguments) throws Exception {
    String names = new String(System.in.readAllBytes());
    List<Path> files = new ArrayList<>();
    for (String name : names.split("\0")) {
      files.add(Path.of(name));
    }
    int count = Runtime.getRuntime().availableProcessors();
    List<Thread> threads = new ArrayList<>();
    long begun = System.nanoTime();
    Duration before = cpu();
    for (int i = 0; i < count; i++) {
      int first = i;
      threads.add(new Thread(() -> read(files, first, count)));
      threads.get(i).start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println((System.nanoTime() - begun) / 1e9 + " " + cpu().minus(before).toNanos() / 1e9);
  }

  private static void read(List<Path> files, int first, int step) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);
    for (int i = first; i < files.size(); i += step) {
      try {
        Files.readAttributes(files.get(i), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(files.get(i), StandardOpenOption.READ)) {
          channel.read(buffer.clear(), 0);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
