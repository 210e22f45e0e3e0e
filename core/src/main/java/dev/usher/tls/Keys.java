package dev.usher.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the identity to show: a server's by the name that the client asks for, a client's the only one. Immutable; an
 * engine may ask from another thread.
 *
 * <p>A client that names no host, or one that nobody here is for, gets the first.
 */
final class Keys extends X509ExtendedKeyManager {
    private final List<Identity> identities;

    Keys(List<Identity> identities) {
        this.identities = identities;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String host = requestedHost(engine.getHandshakeSession()).orElse("");
        boolean known = false;
        for (int i = 0; i < identities.size(); i++) {
            if (identities.get(i).isFor(host)) {
                known = true;
                if (hasType(i, keyType)) {
                    return Integer.toString(i);
                }
            }
        }
        if (known) {
            return null; // it has keys of other types, which the engine asks for next
        }
        List<String> names = identities.get(0).names();
        for (int i = 0; i < identities.size(); i++) { // the first, in each type that it has
            if (identities.get(i).names().equals(names) && hasType(i, keyType)) {
                return Integer.toString(i);
            }
        }
        return null;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        for (String keyType : keyTypes) {
            for (int i = 0; i < identities.size(); i++) {
                if (hasType(i, keyType)) {
                    return Integer.toString(i);
                }
            }
        }
        return null;
    }

    private boolean hasType(int identity, String keyType) {
        String algorithm = identities.get(identity).key().getAlgorithm();
        return algorithm.equals(keyType)
                || keyType.equals("EdDSA") && algorithm.startsWith("Ed")
                || keyType.startsWith(algorithm + "_"); // EC_RSA and the like, of old cipher suites
    }

    /** The host that a client asks for, in lower case. */
    static Optional<String> requestedHost(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity(alias).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity(alias).key();
    }

    private Identity identity(String alias) {
        return identities.get(Integer.parseInt(alias));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null; // the engine does not list: it chooses
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null; // of blocking sockets, which there are none of
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
