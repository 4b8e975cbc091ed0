package com.example.api;

import java.security.Principal;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class ApiApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ApiApplication.class, arguments);
    }

    /** For everybody: in the OpenAPI document, `security: []`. */
    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "ok");
    }

    /** For whoever is signed in, as every other route is; the name is the id of the user, `sub`. */
    @GetMapping("/me")
    Map<String, String> me(Principal user) {
        return Map.of("sub", user.getName());
    }
}
