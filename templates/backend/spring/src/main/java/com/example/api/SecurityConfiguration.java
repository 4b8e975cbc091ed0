package com.example.api;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import jakarta.servlet.http.HttpServletRequest;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

@Configuration
class SecurityConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);
    private static final DefaultBearerTokenResolver HEADER = new DefaultBearerTokenResolver();

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
        return HEADER.resolve(request);
    }

    /** Where nobody could be asked, the user stays signed in: the same token may be good in a moment. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failingWith(
            BearerTokenAuthenticationEntryPoint refuse) {
        AuthenticationFailureHandler handler = (request, response, exception) -> {
            if (exception instanceof AuthenticationServiceException) {
                log.error(exception.getMessage());
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

    @Bean
    @Profile("introspection")
    OpaqueTokenIntrospector introspection(
            @Value("${introspection.endpoint}") String endpoint,
            @Value("${introspection.client.id}") String id,
            @Value("${introspection.client.secret}") String secret,
            @Value("${token.cache.seconds}") long seconds) {
        return new RememberingIntrospector(new ActiveTokenIntrospector(endpoint, id, secret), seconds);
    }

    /** Unlike Boot's decoder it knows `at+jwt`, and asks for unknown keys every five seconds at most. */
    @Bean
    @Profile("jwt")
    JwtDecoder jwt(
            @Value("${oidc.issuer}") String issuer,
            @Value("${jwks.uri}") String keys,
            @Value("${api.resource}") String audience,
            @Value("${access.token.type}") String type) throws MalformedURLException {
        JWKSource<SecurityContext> source = JWKSourceBuilder
            .create(URI.create(keys).toURL(), new DefaultResourceRetriever(5000, 5000))
            .rateLimited(5000)
            .build();
        var decoder = NimbusJwtDecoder.withJwkSource(source)
            .jwsAlgorithms(trusted -> trusted.addAll(List.of( // never `none`, never a shared secret
                SignatureAlgorithm.ES256, SignatureAlgorithm.ES384, SignatureAlgorithm.PS256, SignatureAlgorithm.RS256)))
            .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<Jwt>(
            new JwtTypeValidator(type, "application/" + type), // an ID token is of another
            new JwtIssuerValidator(issuer),
            new JwtAudienceValidator(audience),
            new JwtTimestampValidator(),
            new JwtClaimValidator<Instant>("exp", Objects::nonNull),
            new JwtClaimValidator<String>("sub", sub -> sub != null && !sub.isEmpty())));
        return decoder;
    }
}
