package io.github.dcmbulk.sandbox.oauth;

import com.fasterxml.jackson.databind.node.NullNode;
import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The faults of token requests: answers without a token, and tokens with unusual members. */
final class TokenFaults {
  private static final String LOGIN_PAGE =
      "<!DOCTYPE html><html><head><title>Guest network</title></head><body>Please sign in to use"
          + " this network.</body></html>";

  private final Faults faults;

  TokenFaults(Faults faults) {
    this.faults = faults;
  }

  /** The answer in place of the usual one, if a fault affects the request. */
  Optional<Reply> instead(RequestExchange exchange) {
    if (faults.strikes(FaultKind.TOKEN_UNAVAILABLE)) {
      return Optional.of(Reply.of(503, "text/plain", "Service Unavailable\n"));
    }
    if (exchange.method().equals("GET") && faults.strikes(FaultKind.TOKEN_REDIRECT)) {
      return Optional.of(Reply.empty(302).with("Location", "/login"));
    }
    if (faults.strikes(FaultKind.TOKEN_HTML)) {
      return Optional.of(Reply.of(200, "text/html", LOGIN_PAGE));
    }
    if (faults.strikes(FaultKind.TOKEN_ERROR)) {
      Map<String, String> body =
          Map.of(
              "error", "access_denied",
              "error_description", "The application is not assigned to this tenant");
      return Optional.of(Reply.json(200, body));
    }
    return Optional.empty();
  }

  /** Changes the members of a token's answer, if a fault affects the request. */
  void distort(Map<String, Object> body) {
    if (faults.strikes(FaultKind.TOKEN_TYPE_MISSING)) {
      body.remove("token_type");
    } else if (faults.strikes(FaultKind.TOKEN_TYPE_OTHER)) {
      body.put("token_type", "BearerToken");
    }
    if (faults.strikes(FaultKind.TOKEN_SCOPE_ARRAY)) {
      body.put("scope", List.of(Objects.requireNonNull(body.get("scope"))));
    }
    if (faults.strikes(FaultKind.TOKEN_EMPTY_MEMBERS)) {
      body.put("refresh_token", "");
      body.put("id_token", NullNode.getInstance());
    }
    if (faults.strikes(FaultKind.TOKEN_EXPIRES_TEXT)) {
      body.put("expires_in", String.valueOf(body.get("expires_in")));
    } else if (faults.strikes(FaultKind.TOKEN_EXPIRES_NULL)) {
      body.put("expires_in", NullNode.getInstance());
    } else if (faults.strikes(FaultKind.TOKEN_EXPIRES_NEGATIVE)) {
      body.put("expires_in", -1);
    } else if (faults.strikes(FaultKind.TOKEN_EXPIRES_HUGE)) {
      body.put("expires_in", BigInteger.TEN.pow(30));
    }
  }
}
