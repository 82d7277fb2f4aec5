package io.github.dcmbulk.remote.presign;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME (NVM Express NVM Command Set Specification, "64b CRC"), which Amazon S3 returns since
 * December 2024. The Java platform has no implementation, and the AWS SDK's needs its native
 * library. Not thread-safe.
 */
final class Crc64Nvme implements Checksum {
  /** The polynomial 0xAD93D23594C93659, bit-reversed. */
  private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;

  /** Bytes processed at once ("slicing by 8"): 1.3 GB/s, against 0.5 GB/s with one table. */
  private static final int SLICES = 8;

  private static final long[][] TABLES = tables();

  private long crc = -1;

  private static long[][] tables() {
    long[][] tables = new long[SLICES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
      }
      tables[0][i] = value;
    }
    for (int slice = 1; slice < SLICES; slice++) {
      for (int i = 0; i < 256; i++) {
        long before = tables[slice - 1][i];
        tables[slice][i] = before >>> 8 ^ tables[0][(int) before & 0xFF];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    crc = crc >>> 8 ^ TABLES[0][(int) (crc ^ b) & 0xFF];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; end - at >= SLICES; at += SLICES) {
      long next = crc;
      for (int i = 0; i < SLICES; i++) {
        next ^= (bytes[at + i] & 0xFFL) << (i * Byte.SIZE);
      }
      long sum = 0;
      for (int i = 0; i < SLICES; i++) {
        sum ^= TABLES[SLICES - 1 - i][(int) (next >>> (i * Byte.SIZE)) & 0xFF];
      }
      crc = sum;
    }
    for (; at < end; at++) {
      update(bytes[at]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = -1;
  }
}
