package dev.usher.filters.websocket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who offers permessage-deflate, and what is answered (RFC 7692 §5 and §7.1). Immutable.
 *
 * @param agreed what holds
 * @param extension the server's answer that says so
 */
record DeflateNegotiation(DeflateParameters agreed, Extension extension) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";

    private static final int WITHOUT_VALUE = 0;

    /** A server's answer to the first offer that it can grant. */
    static Optional<DeflateNegotiation> answer(List<Extension> offers, DeflateParameters wish) {
        return offers.stream()
                .filter(offer -> offer.name().equals(NAME))
                .flatMap(offer -> parameters(offer, true).stream())
                .map(offered -> grant(offered, wish))
                .findFirst();
    }

    private static DeflateNegotiation grant(Map<String, Integer> offered, DeflateParameters wish) {
        boolean serverNoContext = offered.containsKey(SERVER_NO_CONTEXT) || wish.serverNoContextTakeover();
        // A client may be asked for it without having offered it; one that has offered it means to do it (§7.1.1.2).
        boolean clientNoContext = offered.containsKey(CLIENT_NO_CONTEXT) || wish.clientNoContextTakeover();
        int serverBits =
                Math.min(offered.getOrDefault(SERVER_BITS, DeflateParameters.MOST_BITS), wish.serverMaxWindowBits());
        // Only who offers it understands it (§7.1.2.2). What comes is inflated whatever its window.
        int clientBits = DeflateParameters.MOST_BITS;
        if (offered.containsKey(CLIENT_BITS)) {
            int most = offered.get(CLIENT_BITS);
            clientBits =
                    Math.min(most == WITHOUT_VALUE ? DeflateParameters.MOST_BITS : most, wish.clientMaxWindowBits());
        }
        List<Extension.Parameter> answer = new ArrayList<>();
        if (serverNoContext) {
            answer.add(flag(SERVER_NO_CONTEXT));
        }
        if (clientNoContext) {
            answer.add(flag(CLIENT_NO_CONTEXT));
        }
        if (offered.containsKey(SERVER_BITS) || serverBits < DeflateParameters.MOST_BITS) {
            answer.add(bits(SERVER_BITS, serverBits));
        }
        if (clientBits < DeflateParameters.MOST_BITS) {
            answer.add(bits(CLIENT_BITS, clientBits));
        }
        return new DeflateNegotiation(
                new DeflateParameters(serverNoContext, clientNoContext, serverBits, clientBits),
                new Extension(NAME, answer));
    }

    /** What a client offers. */
    static Extension offer(DeflateParameters wish) {
        List<Extension.Parameter> offer = new ArrayList<>();
        if (wish.serverNoContextTakeover()) {
            offer.add(flag(SERVER_NO_CONTEXT));
        }
        if (wish.clientNoContextTakeover()) {
            offer.add(flag(CLIENT_NO_CONTEXT));
        }
        if (wish.serverMaxWindowBits() < DeflateParameters.MOST_BITS) {
            offer.add(bits(SERVER_BITS, wish.serverMaxWindowBits()));
        }
        offer.add(
                wish.clientMaxWindowBits() < DeflateParameters.MOST_BITS
                        ? bits(CLIENT_BITS, wish.clientMaxWindowBits())
                        : flag(CLIENT_BITS));
        return new Extension(NAME, offer);
    }

    /** What a client makes of the answer to its offer. */
    static DeflateParameters accept(Extension answer, DeflateParameters wish) {
        if (!answer.name().equals(NAME)) {
            throw HandshakeException.bad("the server chose an extension that was not offered (RFC 6455 §4.1)");
        }
        Map<String, Integer> answered = parameters(answer, false)
                .orElseThrow(() -> HandshakeException.bad("the server answered with parameters of " + NAME
                        + " that are none, or broken, or there twice (RFC 7692 §7.1)"));
        boolean serverNoContext = answered.containsKey(SERVER_NO_CONTEXT);
        int serverBits = answered.getOrDefault(SERVER_BITS, DeflateParameters.MOST_BITS);
        int clientBits = answered.getOrDefault(CLIENT_BITS, wish.clientMaxWindowBits());
        if (wish.serverNoContextTakeover() && !serverNoContext
                || serverBits > wish.serverMaxWindowBits()
                || clientBits > wish.clientMaxWindowBits()) {
            throw HandshakeException.bad("the server did not grant what was asked of " + NAME + " (RFC 7692 §7.1)");
        }
        boolean clientNoContext = answered.containsKey(CLIENT_NO_CONTEXT) || wish.clientNoContextTakeover();
        return new DeflateParameters(serverNoContext, clientNoContext, serverBits, clientBits);
    }

    /** The parameters by name, or nothing if one is unknown, there twice, or has a value that it cannot have. */
    private static Optional<Map<String, Integer>> parameters(Extension extension, boolean offered) {
        Map<String, Integer> values = new HashMap<>();
        for (Extension.Parameter parameter : extension.parameters()) {
            boolean right = switch (parameter.name()) {
                case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> parameter.value().isEmpty();
                case SERVER_BITS -> isBits(parameter.value());
                case CLIENT_BITS -> offered && parameter.value().isEmpty() || isBits(parameter.value());
                default -> false;
            };
            int value = right ? parameter.value().map(Integer::valueOf).orElse(WITHOUT_VALUE) : 0;
            if (!right || values.put(parameter.name(), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** RFC 7692 §7.1.2.1: 8 to 15, without leading zeros. */
    private static boolean isBits(Optional<String> value) {
        return value.filter(text -> text.matches("[89]|1[0-5]")).isPresent();
    }

    private static Extension.Parameter flag(String name) {
        return new Extension.Parameter(name, Optional.empty());
    }

    private static Extension.Parameter bits(String name, int bits) {
        return new Extension.Parameter(name, Optional.of(Integer.toString(bits)));
    }
}
