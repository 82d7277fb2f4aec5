package io.github.dcmbulk.journal.store.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
  @TempDir Path home;

  @Test
  void namesUserHostsDatabaseAndParameters() throws Exception {
    PostgresAddress address =
        PostgresAddress.parse("postgresql://me%40lab@db1:6432,[::1]/pacs%20x?sslmode=require");
    assertThat(address.user()).isEqualTo("me@lab");
    assertThat(address.hosts())
        .containsExactly(
            new PostgresAddress.Host("db1", 6432), new PostgresAddress.Host("::1", 5432));
    assertThat(address.database()).isEqualTo("pacs x");
    assertThat(address.parameters()).containsExactly(Map.entry("sslmode", "require"));
    assertThat(address.name()).isEqualTo("postgresql://db1:6432,[::1]/pacs x");
  }

  @Test
  void withoutAHostItIsThisMachine() throws Exception {
    PostgresAddress address = PostgresAddress.parse("postgresql:///journal");
    assertThat(address.hosts()).containsExactly(new PostgresAddress.Host("localhost", 5432));
    assertThat(address.isLoopback()).isTrue();
    assertThat(PostgresAddress.parse("postgresql://127.0.0.2,localhost/j").isLoopback()).isTrue();
    assertThat(PostgresAddress.parse("postgresql://localhost,db/j").isLoopback()).isFalse();
  }

  @Test
  void theServerIsVerifiedWithTheCertificatesThatLibpqWouldUse() throws Exception {
    PostgresAddress address = PostgresAddress.parse("postgresql://db/j");
    assertThat(address.withAuthorities(Map.of(), home).rootCertificate()).isNull();
    Path usual = Files.createDirectory(home.resolve(".postgresql")).resolve("root.crt");
    Files.createFile(usual);
    assertThat(address.withAuthorities(Map.of(), home).rootCertificate())
        .isEqualTo(usual.toString());
    assertThat(address.withAuthorities(Map.of("PGSSLROOTCERT", "/ca"), home).rootCertificate())
        .isEqualTo("/ca");
    assertThat(address.withAuthorities(Map.of("PGSSLROOTCERT", "system"), home).rootCertificate())
        .as("what Java trusts")
        .isNull();
    assertThat(
            PostgresAddress.parse("postgresql://db/j?sslrootcert=/given")
                .withAuthorities(Map.of("PGSSLROOTCERT", "/ca"), home)
                .rootCertificate())
        .isEqualTo("/given");
  }

  @Test
  void theAuthoritiesOfTheSystemRequireAVerifiedName() throws Exception {
    assertThat(PostgresAddress.parse("postgresql://localhost/j").sslMode()).isEqualTo("prefer");
    assertThat(PostgresAddress.parse("postgresql://db/j").sslMode()).isEqualTo("verify-full");
    String system = "postgresql://localhost/j?sslrootcert=system";
    assertThat(PostgresAddress.parse(system).sslMode()).isEqualTo("verify-full");
    assertThatThrownBy(() -> PostgresAddress.parse(system + "&sslmode=verify-ca"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("sslmode can only be verify-full");
  }

  @Test
  void aDirectoryIsThatOfASocket() throws Exception {
    PostgresAddress.Host socket = new PostgresAddress.Host("/run/postgresql", 5432);
    for (String uri :
        List.of("postgresql:///j?host=/run/postgresql", "postgresql://%2Frun%2Fpostgresql/j")) {
      PostgresAddress address = PostgresAddress.parse(uri);
      assertThat(address.hosts()).containsExactly(socket);
      assertThat(address.isLoopback()).isTrue();
      assertThat(address.socket()).isEqualTo("/run/postgresql/.s.PGSQL.5432");
      assertThat(PostgresAddress.parse(address.name()).hosts()).containsExactly(socket);
    }
    assertThat(PostgresAddress.parse("postgresql:///j?host=db&port=6000").hosts())
        .containsExactly(new PostgresAddress.Host("db", 6000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:s3cret@db/journal",
        "postgresql://db/journal?password=s3cret",
        "postgresql://db/journal?sslmode=require&pass%77ord=s3cret"
      })
  void aPasswordIsRefusedAndNotRepeated(String uri) {
    assertThatThrownBy(() -> PostgresAddress.parse(uri))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.getMessage() + e.remedy())
                    .doesNotContain("s3cret")
                    .contains("DCMBULK_JOURNAL_PASSWORD", "--journal-password-file", "PGPASSWORD")
                    .contains("~/.pgpass"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db",
        "postgresql://db/",
        "postgresql:journal",
        "postgresql://db:port/j",
        "postgresql://db:70000/j",
        "postgresql://db/j?sslmode=off",
        "postgresql://db/j?hostaddr=10.0.0.1",
        "postgresql://db/j?host=other",
        "postgresql://%2Frun%2Fpostgresql,db/j",
        "postgresql://db/j#x"
      })
  void whatIsNotUnderstoodIsRefused(String uri) {
    assertThatThrownBy(() -> PostgresAddress.parse(uri)).isInstanceOf(UsageException.class);
  }

  private String password(Map<String, String> environment) throws Exception {
    PostgresAddress address = PostgresAddress.parse("postgresql://me@db:5433/journal");
    Secret password = PostgresLogin.find(address, null, environment, home).password();
    return password == null ? "-" : password.reveal();
  }

  @Test
  void thePasswordIsFoundAsLibpqFindsIt() throws Exception {
    assertThat(password(Map.of())).isEqualTo("-");
    Path file = home.resolve(".pgpass");
    Files.writeString(file, "# us\ndb:5432:*:me:wrong port\n*:5433:journal:me:a\\:b\\\\c\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(password(Map.of())).as("others may read it").isEqualTo("-");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(password(Map.of())).isEqualTo("a:b\\c");
    assertThat(password(Map.of("PGPASSWORD", "e"))).isEqualTo("e");
    assertThat(password(Map.of("PGPASSFILE", home.resolve("none").toString()))).isEqualTo("-");
    PostgresAddress address = PostgresAddress.parse("postgresql://db/journal");
    PostgresLogin login =
        PostgresLogin.find(address, Secret.of("given"), Map.of("PGUSER", "u"), home);
    assertThat(login).isEqualTo(new PostgresLogin("u", Secret.of("given")));
  }
}
