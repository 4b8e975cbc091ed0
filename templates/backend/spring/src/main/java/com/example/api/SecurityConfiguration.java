package com.example.api;

import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

@Configuration
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http, Environment environment) throws Exception {
        var refuse = new BearerTokenAuthenticationEntryPoint();
        refuse.setRealmName("api");
        return http
            .csrf(AbstractHttpConfigurer::disable) // no cookie signs anybody in
            .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
            .authorizeHttpRequests(requests -> requests
                .requestMatchers("/health").permitAll()
                .anyRequest().authenticated())
            .oauth2ResourceServer(server -> {
                if (environment.acceptsProfiles(Profiles.of("jwt"))) {
                    server.jwt(withDefaults());
                } else {
                    server.opaqueToken(withDefaults());
                }
                server.bearerTokenResolver(SecurityConfiguration::onlyToken);
                server.authenticationEntryPoint(refuse);
                server.withObjectPostProcessor(failingWith(refuse));
            })
            .build();
    }

    private static String onlyToken(HttpServletRequest request) {
        if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("There are two Authorization headers"));
        }
        return new DefaultBearerTokenResolver().resolve(request);
    }

    /** Where nobody could be asked, the user stays signed in: the same token may be good in a moment. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failingWith(
            BearerTokenAuthenticationEntryPoint refuse) {
        AuthenticationFailureHandler handler = (request, response, exception) -> {
            if (exception instanceof AuthenticationServiceException) {
                response.setHeader(HttpHeaders.RETRY_AFTER, "5");
                response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            } else {
                refuse.commence(request, response, exception);
            }
        };
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(handler);
                return filter;
            }
        };
    }

    @Bean
    @Profile("!introspection & !jwt")
    OpaqueTokenIntrospector userinfo(
            @Value("${userinfo.endpoint}") String endpoint, @Value("${token.cache.seconds}") long seconds) {
        return new RememberingIntrospector(new UserinfoIntrospector(endpoint), seconds);
    }

    /** A refresh token is active, too, and none to call an API with; one without `sub` is no user's. */
    @Bean
    @Profile("introspection")
    OpaqueTokenIntrospector introspection(
            @Value("${introspection.endpoint}") String endpoint,
            @Value("${introspection.client.id}") String id,
            @Value("${introspection.client.secret}") String secret,
            @Value("${token.cache.seconds}") long seconds) {
        var asked = SpringOpaqueTokenIntrospector.withIntrospectionUri(endpoint)
            .clientId(id).clientSecret(secret).build();
        return new RememberingIntrospector(token -> {
            var user = asked.introspect(token);
            String type = user.getAttribute("token_type");
            if (!"Bearer".equalsIgnoreCase(type) || user.getName() == null) {
                throw new BadOpaqueTokenException("not an access token of a user");
            }
            return user;
        }, seconds);
    }
}
