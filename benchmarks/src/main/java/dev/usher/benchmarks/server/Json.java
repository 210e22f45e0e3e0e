package dev.usher.benchmarks.server;

import dev.usher.benchmarks.load.HttpScript;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The answer to {@link HttpScript#JSON}, written anew for each request and by the same library in every JVM. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.shared();

    private record Message(String message) {}

    private Json() {}

    static byte[] bytes() {
        return MAPPER.writeValueAsBytes(new Message(HttpScript.BODY));
    }
}
