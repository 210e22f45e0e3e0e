package dev.usher.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A certificate with its chain and its key: who we are to the peer.
 *
 * @param chain the certificate, then those that vouch for it
 * @param key its private key
 * @param names the hosts it is for, in lower case; {@code *.example.com} is for any one label
 */
record Identity(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6
    private static final byte[] PROBE = "does the key fit?".getBytes(StandardCharsets.US_ASCII);

    static Identity load(TlsBuilder.Files files) {
        Path certificates = files.certificates();
        Path key = files.key();
        List<X509Certificate> chain = Pem.read(certificates).certificates();
        PrivateKey own = Pem.read(key).privateKey(files.passphrase());
        X509Certificate certificate = chain.get(0);
        if (!fits(own, certificate.getPublicKey())) {
            throw new TlsException(key + ": is not the key of the first certificate in " + certificates
                    + ", which is for " + certificate.getSubjectX500Principal());
        }
        return new Identity(List.copyOf(chain), own, names(certificate));
    }

    /** A key fits if the certificate's public key accepts what it signs. */
    private static boolean fits(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = signature(key.getAlgorithm());
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            Signature check = signature(key.getAlgorithm());
            check.initVerify(certified);
            check.update(PROBE);
            return check.verify(signed);
        } catch (GeneralSecurityException e) { // of another kind altogether
            return false;
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        switch (algorithm) {
            case "RSA":
                return Signature.getInstance("SHA256withRSA");
            case "EC":
                return Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS":
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                return pss;
            default:
                return Signature.getInstance(algorithm);
        }
    }

    /** The alternative names; the common name only where there are none (RFC 6125 §6.4.4). */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS_NAME)) {
                        names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
            if (names.isEmpty()) {
                for (Rdn part :
                        new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                    if (part.getType().equalsIgnoreCase("CN")) {
                        names.add(part.getValue().toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            throw new TlsException("the names of " + certificate.getSubjectX500Principal() + " cannot be read", e);
        }
        return List.copyOf(names);
    }

    /** Whether it is for this host, in lower case. */
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        String wild = dot < 0 ? null : "*" + host.substring(dot); // RFC 6125 §6.4.3: one label, the leftmost
        return names.contains(host) || wild != null && names.contains(wild);
    }
}
