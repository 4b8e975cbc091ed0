package com.example.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Remembers for a short time whose token it was, so that not every request asks the provider. What is kept
 * is a hash of the token, never longer than the token itself lives. Requests that come together share one
 * question, and a refusal is not kept at all.
 */
class RememberingIntrospector implements OpaqueTokenIntrospector {

    private static final int MOST_TOKENS = 1000;

    private record Known(OAuth2AuthenticatedPrincipal user, Duration lifetime) { }

    private final OpaqueTokenIntrospector asked;
    private final Duration longest;
    private final ConcurrentMap<String, FutureTask<Known>> asking = new ConcurrentHashMap<>();
    private final Cache<String, Known> memory = Caffeine.newBuilder()
        .initialCapacity(MOST_TOKENS)
        .maximumSize(MOST_TOKENS)
        .expireAfter(new Expiry<String, Known>() {
            @Override
            public long expireAfterCreate(String key, Known known, long now) {
                return known.lifetime().toNanos();
            }

            @Override
            public long expireAfterUpdate(String key, Known known, long now, long left) {
                return known.lifetime().toNanos();
            }

            @Override
            public long expireAfterRead(String key, Known known, long now, long left) {
                return left;
            }
        })
        .build();

    RememberingIntrospector(OpaqueTokenIntrospector asked, long seconds) {
        this.asked = asked;
        this.longest = Duration.ofSeconds(seconds);
    }

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        var key = sha256(token);
        var known = memory.getIfPresent(key);
        return (known != null ? known : ask(key, token)).user();
    }

    private Known ask(String key, String token) {
        var ours = new FutureTask<>(() -> {
            var user = asked.introspect(token);
            var known = new Known(user, lifetime(user, token));
            memory.put(key, known);
            return known;
        });
        var question = asking.putIfAbsent(key, ours);
        if (question == null) {
            question = ours;
            ours.run();
            asking.remove(key, ours);
        }
        try {
            return question.get();
        } catch (ExecutionException error) {
            if (error.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new OAuth2IntrospectionException("the token was not checked to the end", error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new OAuth2IntrospectionException("interrupted", error);
        }
    }

    private Duration lifetime(OAuth2AuthenticatedPrincipal user, String token) {
        Object exp = user.getAttribute("exp");
        var expires = exp instanceof Instant instant ? instant : expiry(token);
        var left = Duration.between(Instant.now(), expires);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(longest) < 0 ? left : longest;
    }

    /** When a token expires that can be read. This is no check: it only makes the memory shorter. */
    private static Instant expiry(String token) {
        try {
            var payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
            var exp = JsonParserFactory.getJsonParser().parseMap(payload).get("exp");
            return Instant.ofEpochSecond(((Number) exp).longValue());
        } catch (RuntimeException unreadable) {
            return Instant.MAX;
        }
    }

    private static String sha256(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
