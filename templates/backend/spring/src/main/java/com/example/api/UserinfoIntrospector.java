package com.example.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final URI endpoint;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
        .connectTimeout(LIMIT)
        .followRedirects(HttpClient.Redirect.NEVER) // the token is for nobody else
        .build();

    UserinfoIntrospector(String endpoint) {
        this.endpoint = URI.create(endpoint);
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var answer = ask(token);
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
        // A wrong address may well answer 200, with a web page.
        var claims = answer.statusCode() == 200 ? parsed(answer.body()) : null;
        if (claims == null || !(claims.get("sub") instanceof String sub) || sub.isEmpty()) {
            throw new OAuth2IntrospectionException(
                endpoint + " answered " + answer.statusCode() + " without JSON that has a `sub`");
        }
        return new DefaultOAuth2AuthenticatedPrincipal(sub, claims, List.of());
    }

    private HttpResponse<String> ask(String token) {
        var request = HttpRequest.newBuilder(endpoint)
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException error) {
            throw new OAuth2IntrospectionException(endpoint + ": " + error.getMessage(), error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new OAuth2IntrospectionException(endpoint + ": interrupted", error);
        }
    }

    private Map<String, Object> parsed(String body) {
        try {
            return json.readValue(body, new TypeReference<>() { });
        } catch (JsonProcessingException error) {
            return null;
        }
    }
}
