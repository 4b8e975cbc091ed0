package com.example.api;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/** Asks the provider whose token it is (OpenID Connect Core 1.0 section 5.3). */
class UserinfoIntrospector implements OpaqueTokenIntrospector {

    private static final Pattern SCOPE = Pattern.compile("\\bscope=\"([ !#-\\[\\]-~]+)\"");

    private final ProviderClient provider = new ProviderClient();
    private final URI endpoint;

    UserinfoIntrospector(String endpoint) {
        this.endpoint = URI.create(endpoint);
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var answer = provider.send(HttpRequest.newBuilder(endpoint).header("Authorization", "Bearer " + token));
        var challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
        switch (answer.statusCode()) {
            case 400, 401 -> throw new BadOpaqueTokenException("The access token is expired, revoked or malformed");
            case 403 -> {
                if ((challenge + answer.body()).contains("insufficient_scope")) {
                    var scope = SCOPE.matcher(challenge);
                    throw new OAuth2AuthenticationException(BearerTokenErrors.insufficientScope(
                        "The access token lacks a scope", scope.find() ? scope.group(1) : null));
                }
            }
            default -> { }
        }
        var claims = ProviderClient.claims(answer);
        if (claims == null || !(claims.get("sub") instanceof String sub) || sub.isEmpty()) {
            throw new OAuth2IntrospectionException(
                endpoint + " answered " + answer.statusCode() + " without JSON that has a `sub`");
        }
        // Spring Security takes these for the token's own.
        claims.keySet().removeAll(List.of("exp", "iat"));
        return new DefaultOAuth2AuthenticatedPrincipal(sub, claims, List.of());
    }
}
