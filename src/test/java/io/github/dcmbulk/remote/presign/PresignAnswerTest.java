package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import io.github.dcmbulk.remote.presign.PresignAnswer.ShapeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresignAnswerTest {
  private static final String URL = "https://lake.example.org/a//b+c?X-Amz-Signature=5ec7e7&d=";

  private static PresignedUrl parse(String body) throws ShapeException {
    return PresignAnswer.parse(body, "application/json", null).url();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url':'URL','key':'k'}",
        "{'presigned_url':'URL'}",
        "{'presignedUrl':'URL'}",
        "{'upload_url':'URL'}",
        "{'uploadUrl':'URL'}",
        "{'status':'ok','data':{'url':'URL'}}",
        "{'key':1,'url':null,'result':{'uploadUrl':'URL'}}",
        "'URL'",
        "URL",
        "  URL\n",
        "\ufeff{'url':'URL'}",
      })
  void theUrlIsFoundInEveryShape(String shape) throws Exception {
    PresignedUrl found = parse(shape.replace('\'', '"').replace("URL", URL));
    assertThat(found.url().uri()).hasToString(URL);
    assertThat(found.headers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url':'URL','note':'a'}",
        " { 'note' : 'a' ,\n\t'url' :\r'URL' } ",
        "{'uploadUrl':'https://lake.example.org/other','url':'URL'}",
        "{'url':'https://lake.example.org/other','url':'URL'}",
        "{'note':'\\u00e4\\n','url':'URL'}",
        "{'n\\u006fte':'sch\u00f6n','\\u0075rl':'URL'}",
        "{'url':'URL','headers':'none','fields':'none'}",
      })
  void anObjectOfTextsIsReadAsAnyOther(String shape) throws Exception {
    String body = shape.replace('\'', '"').replace("URL", URL);
    PresignAnswer.Found plain = PresignAnswer.parse(body, "application/json", null);
    // A number beside the texts: such an object is read as a tree.
    String mixed = body.strip().replaceFirst("\\{", "{\"n\":1,");
    PresignAnswer.Found tree = PresignAnswer.parse(mixed, "application/json", null);
    assertThat(plain.url().url().uri()).hasToString(URL).isEqualTo(tree.url().url().uri());
    assertThat(plain.url().headers()).isEmpty();
    assertThat(plain.place()).isEqualTo(tree.place()).isEqualTo("JSON, at /url");
  }

  /** PHP's json_encode escapes slashes; Go's and .NET's encoders escape ampersands. */
  @ParameterizedTest
  @CsvSource({"/,\\/", "&,\\u0026", "=,\\u003d"})
  void anEscapedUrlIsDecoded(String text, String escaped) throws Exception {
    String body = "{\"url\":\"" + URL.replace(text, escaped) + "\"}";
    assertThat(body).contains(escaped);
    assertThat(parse(body).url().uri()).hasToString(URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url':'URL',}",
        "{'url':'URL'}}",
        "{'url':'URL'} {}",
        "{'url':'URL' 'key':'k'}",
        "{'url','URL'}",
        "{'url':'URL','note':'a\tb'}",
        "{,'url':'URL'}",
        "{url:'URL'}",
      })
  void malformedJsonWithAUrlIsRefused(String shape) {
    String body = shape.replace('\'', '"').replace("URL", URL);
    assertThatThrownBy(() -> parse(body))
        .isInstanceOfSatisfying(ShapeException.class, e -> assertThat(e.isTruncated()).isFalse())
        .hasMessageStartingWith("malformed JSON of " + body.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'url':'URL'", "{'url':'URL','key':'k", "{'url':'URL','key'"})
  void anObjectThatBreaksOffAfterItsUrlIsTruncated(String shape) {
    String body = shape.replace('\'', '"').replace("URL", URL);
    assertThatThrownBy(() -> parse(body))
        .isInstanceOfSatisfying(ShapeException.class, e -> assertThat(e.isTruncated()).isTrue());
  }

  @Test
  void theObjectsKeyBesideTheUrlIsKept() throws Exception {
    String url = "{\"data\":{\"url\":\"" + URL + "\",\"key\":";
    assertThat(parse(url + "\"in/0000-1f.dcm\"}}").key()).isEqualTo("in/0000-1f.dcm");
    assertThat(parse(url + "7}}").key()).isEqualTo("7");
    assertThat(parse(url + "null}}").key()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://lake.example.org/a", "a?X-Amz-Signature=5ec7e7", "a b", "sch\u00f6n"})
  void whatCannotBeAKeyIsNotKept(String key) throws Exception {
    assertThat(parse("{\"url\":\"" + URL + "\",\"key\":\"" + key + "\"}").key()).isNull();
    String long1025 = "k".repeat(1025);
    assertThat(parse("{\"url\":\"" + URL + "\",\"key\":\"" + long1025 + "\"}").key()).isNull();
  }

  @Test
  void headersBesideTheUrlAreKept() throws Exception {
    String body = "{\"data\":{\"url\":\"" + URL + "\",\"headers\":{\"x-a\":\"b\",\"n\":3}}}";
    assertThat(parse(body).headers()).isEqualTo(Map.of("x-a", "b", "n", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "key"})
  void headersAsAListOfPairsAreKept(String name) throws Exception {
    String pairs = "[{'%1$s':'x-a','value':'b'},{'%1$s':'n','value':['3']}]".formatted(name);
    String body = "{'url':'" + URL + "','headers':" + pairs + "}";
    assertThat(parse(body.replace('\'', '"')).headers()).isEqualTo(Map.of("x-a", "b", "n", "3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"['x-a: b']", "[{'x-a':'b'}]", "[{'name':'x-a'}]"})
  void anotherListOfHeadersIsRefused(String list) {
    String body = "{'url':'" + URL + "','headers':" + list + "}";
    assertThatThrownBy(() -> parse(body.replace('\'', '"')))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("headers that cannot be sent");
  }

  @ParameterizedTest
  @CsvSource({"/deep/er/0/link, true", "/deep/er/1/link, false", "/deep, false"})
  void aPointerNamesThePlace(String pointer, boolean found) throws Exception {
    String body = "{\"deep\":{\"er\":[{\"link\":\"" + URL + "\"}]}}";
    JsonPointer place = JsonPointer.compile(pointer);
    if (found) {
      assertThat(PresignAnswer.parse(body, "", place).url().url().uri()).hasToString(URL);
    } else {
      assertThatThrownBy(() -> PresignAnswer.parse(body, "", place))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("no text at " + pointer)
          .hasMessageNotContaining("lake");
    }
  }

  @Test
  void headersThatWouldBreakARequestAreRefused() {
    String body = "{\"url\":\"" + URL + "\",\"headers\":{\"x-a\":\"b\\r\\nx-evil: c\"}}";
    assertThatThrownBy(() -> parse(body))
        .isInstanceOf(ShapeException.class)
        .hasMessageNotContaining("evil");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'link':'secret','n':1,'ok':true,'no':null} | {link: string(6), n: number, ok: boolean,"
            + " no: null}",
        "{'a':{'b':{'c':'secret'}}} | {a: {b: object(1)}}",
        "{'a secret key with spaces':1} | {key(24): number}",
        "[{'x':'secret'}] | array(1) of {x: string(6)}",
        "{'url':'ftp://secret/'} | a text of 13 characters that is not an absolute http or https"
            + " URL",
        "{'url':'https://secret@lake/'} | user name or password",
        "{'url':'https://lake/se cret'} | characters that must be escaped",
        "<html>secret</html> | an HTML page (application/json) of 19 characters",
        "<?xml version='1.0'?><secret/> | an XML document",
        "secret | a text that is no URL",
        "{'url' 'secret'} | malformed JSON",
        "{} | {}",
        "42 | a text that is no URL",
      })
  void anyOtherShapeIsShownWithoutItsValues(String body, String shown) {
    assertThatThrownBy(() -> parse(body.replace('\'', '"')))
        .isInstanceOfSatisfying(ShapeException.class, e -> assertThat(e.isTruncated()).isFalse())
        .hasMessageContaining(shown)
        .hasMessageNotContainingAny("secret", "se cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"url\":\"https://lake.exa", "{\"url\":", "{", "\"https://lake"})
  void jsonThatBreaksOffIsTruncated(String body) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOfSatisfying(ShapeException.class, e -> assertThat(e.isTruncated()).isTrue());
  }
}
