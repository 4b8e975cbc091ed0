package com.example.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Runs the introspectors of the Spring back end without Spring, in a server of the JDK that answers their
 * exceptions as Spring Security's filter and entry point would. What Spring itself does (the header, the wiring,
 * the JWT variant) is not in it.
 */
class Harness {

    public static void main(String[] arguments) throws IOException {
        var introspector = introspector(Path.of(arguments[0], "src/main/resources"));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
        server.createContext("/me", exchange -> {
            try {
                var token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
                answer(exchange, 200, "{\"sub\":\"" + introspector.introspect(token).getName() + "\"}");
            } catch (BadOpaqueTokenException refusal) {
                refuse(exchange, 401, "error=\"invalid_token\", error_description=\"" + refusal.getMessage() + "\"");
            } catch (OAuth2IntrospectionException failure) {
                System.err.println(failure.getMessage());
                exchange.getResponseHeaders().set("Retry-After", "5");
                answer(exchange, 503, "");
            } catch (OAuth2AuthenticationException refusal) {
                var error = (BearerTokenError) refusal.getError();
                var scope = error.getScope() == null ? "" : ", scope=\"" + error.getScope() + "\"";
                refuse(exchange, error.getHttpStatus().value(), "error=\"" + error.getErrorCode() + "\"" + scope);
            }
        });
        server.start();
    }

    private static OpaqueTokenIntrospector introspector(Path resources) throws IOException {
        var configuration = new SecurityConfiguration();
        var seconds = Long.parseLong(setting("TOKEN_CACHE_SECONDS", "60"));
        var id = System.getenv("INTROSPECTION_CLIENT_ID");
        return id == null
            ? configuration.userinfo(endpoint(resources.resolve("application.yml"), "USERINFO_ENDPOINT"), seconds)
            : configuration.introspection(
                endpoint(resources.resolve("application-introspection.yml"), "INTROSPECTION_ENDPOINT"),
                id, System.getenv("INTROSPECTION_CLIENT_SECRET"), seconds);
    }

    private static String endpoint(Path file, String name) throws IOException {
        var written = Pattern.compile("endpoint: \"(.*)\"").matcher(Files.readString(file));
        return setting(name, written.find() ? written.group(1) : null);
    }

    private static String setting(String name, String value) {
        var set = System.getenv(name);
        return set == null ? value : set;
    }

    private static void refuse(HttpExchange exchange, int status, String parameters) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"api\", " + parameters);
        answer(exchange, status, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
        try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes());
        }
    }
}
