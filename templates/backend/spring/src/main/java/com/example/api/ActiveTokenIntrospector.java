package com.example.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Introspection (RFC 7662), for tokens without the scope `openid`. The API is a client of the provider then,
 * with an id and a secret of its own. Unlike Spring Security's introspector it waits five seconds at most, and
 * tells a token that is not active from a provider that does not say.
 */
class ActiveTokenIntrospector implements OpaqueTokenIntrospector {

    private final ProviderClient provider = new ProviderClient();
    private final URI endpoint;
    private final String credentials;

    ActiveTokenIntrospector(String endpoint, String id, String secret) {
        this.endpoint = URI.create(endpoint);
        // Form-encoded before they are joined (RFC 6749 section 2.3.1).
        var joined = URLEncoder.encode(id, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
        this.credentials = "Basic " + Base64.getEncoder().encodeToString(joined.getBytes(UTF_8));
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var form = "token_type_hint=access_token&token=" + URLEncoder.encode(token, UTF_8);
        var answer = provider.send(HttpRequest.newBuilder(endpoint)
            .header("Authorization", credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
        var claims = ProviderClient.claims(answer);
        if (claims == null || !(claims.get("active") instanceof Boolean active)) {
            throw new OAuth2IntrospectionException(
                endpoint + " answered " + answer.statusCode() + ", not whether the token is active");
        }
        // A refresh token is active, too, and none to call an API with; one without `sub` is no user's.
        var bearer = claims.get("token_type") instanceof String type && type.equalsIgnoreCase("Bearer");
        if (!active || !bearer || !(claims.get("sub") instanceof String sub) || sub.isEmpty()) {
            throw new BadOpaqueTokenException("The access token is expired, revoked or malformed");
        }
        claims.computeIfPresent("exp", (name, exp) ->
            exp instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : null);
        claims.remove("iat");
        return new DefaultOAuth2AuthenticatedPrincipal(sub, claims, authorities(claims.get("scope")));
    }

    /** What a route asks for by `hasAuthority("SCOPE_…")`. */
    private static List<GrantedAuthority> authorities(Object scope) {
        return scope instanceof String scopes
            ? Stream.of(scopes.split(" ")).<GrantedAuthority>map(one -> new SimpleGrantedAuthority("SCOPE_" + one)).toList()
            : List.of();
    }
}
