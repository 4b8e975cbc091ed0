package com.example.api;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;

/** Asks the provider, and waits for the whole answer no longer than five seconds. */
class ProviderClient {

    private static final int SECONDS = 5;

    private final HttpClient http = HttpClient.newBuilder()
        .connectTimeout(Duration.ofSeconds(SECONDS))
        .followRedirects(HttpClient.Redirect.NEVER) // a token is for nobody else
        .build();

    HttpResponse<String> send(HttpRequest.Builder question) {
        var request = question.header("Accept", "application/json").build();
        var answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException error) {
            throw new OAuth2IntrospectionException(request.uri() + ": " + error.getCause(), error);
        } catch (TimeoutException error) {
            answer.cancel(true);
            throw new OAuth2IntrospectionException(request.uri() + ": no answer in time", error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new OAuth2IntrospectionException(request.uri() + ": interrupted", error);
        }
    }

    /** Returns the object in a good answer, or null. A wrong address may well answer 200, with a web page. */
    static Map<String, Object> claims(HttpResponse<String> answer) {
        try {
            return answer.statusCode() == 200 ? JsonParserFactory.getJsonParser().parseMap(answer.body()) : null;
        } catch (JsonParseException error) {
            return null;
        }
    }
}
