package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.TokenMethod;

/**
 * One way to ask for a token.
 *
 * @param post whether by POST with a form, rather than by GET with a query
 * @param auth how the client's secret is shown; never {@link ClientAuth#AUTO}
 */
record TokenStyle(boolean post, ClientAuth auth) {
  /** The first one to try. */
  static TokenStyle first(ServiceSettings settings) {
    ClientAuth auth =
        settings.clientAuth() == ClientAuth.AUTO ? ClientAuth.BASIC : settings.clientAuth();
    // What is secret in itself must not be in a query.
    boolean isDocumented =
        settings.credentials() instanceof Credentials.ClientSecret && auth != ClientAuth.POST;
    boolean post =
        settings.tokenMethod() == TokenMethod.POST
            || (settings.tokenMethod() == TokenMethod.AUTO && !isDocumented);
    return new TokenStyle(post, auth);
  }

  TokenStyle posting() {
    return new TokenStyle(true, auth);
  }

  /** The same method with the pair as it is. */
  TokenStyle raw() {
    return new TokenStyle(post, ClientAuth.BASIC_RAW);
  }

  /** The secret in a form. */
  static TokenStyle form() {
    return new TokenStyle(true, ClientAuth.POST);
  }

  String method() {
    return post ? "POST" : "GET";
  }
}
