package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.TokenMethod;

/**
 * One form of a token request.
 *
 * @param post whether it is a POST with a form, otherwise a GET with a query
 * @param auth how the client's secret is sent; never {@link ClientAuth#AUTO}
 */
record TokenStyle(boolean post, ClientAuth auth) {
  /** The first form to try. */
  static TokenStyle first(ServiceSettings settings) {
    ClientAuth auth =
        settings.clientAuth() == ClientAuth.AUTO ? ClientAuth.BASIC : settings.clientAuth();
    // A value that is itself secret must not be in a query.
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

  /** The same method, with id and secret not form-encoded. */
  TokenStyle raw() {
    return new TokenStyle(post, ClientAuth.BASIC_RAW);
  }

  /** The secret in the form of a POST. */
  static TokenStyle form() {
    return new TokenStyle(true, ClientAuth.POST);
  }

  String method() {
    return post ? "POST" : "GET";
  }
}
