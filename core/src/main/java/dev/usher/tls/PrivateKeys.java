package dev.usher.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads private keys as PKCS#8 (RFC 5958), PKCS#1 (RFC 8017, appendix A.1.2) and SEC 1 (RFC 5915). The JDK knows only
 * the first: the others are wrapped in it.
 */
final class PrivateKeys {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HEX.parseHex("06092a864886f70d010101");
    private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");
    private static final byte[] NULL = {5, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0; // of a SEC 1 key, [0] EXPLICIT

    /** By the object identifier of the key's algorithm. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "2a864886f70d010101", "RSA",
            "2a864886f70d01010a", "RSASSA-PSS",
            "2a8648ce3d0201", "EC",
            "2b6570", "Ed25519",
            "2b6571", "Ed448");

    private PrivateKeys() {}

    static PrivateKey read(Pem.Block block, String at) {
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> pkcs8(block.bytes());
                case "RSA PRIVATE KEY" -> pkcs8(wrapped(block.bytes(), RSA, NULL));
                case "EC PRIVATE KEY" -> pkcs8(wrapped(block.bytes(), EC, curve(block.bytes())));
                default ->
                    throw new TlsException(at + "a " + block.label() + " cannot be used: RSA, EC and PKCS#8 keys can");
            };
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
            throw new TlsException(at + "this key cannot be read: " + e.getMessage(), e);
        }
    }

    static PrivateKey pkcs8(byte[] bytes) throws GeneralSecurityException {
        Der key = new Der(bytes).inside(SEQUENCE);
        key.skip(); // version
        String identifier = HEX.formatHex(key.inside(SEQUENCE).value(6));
        String algorithm = ALGORITHMS.get(identifier);
        if (algorithm == null) {
            throw new GeneralSecurityException("its algorithm is unknown, object identifier " + identifier);
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static byte[] wrapped(byte[] key, byte[] algorithm, byte[] parameters) {
        return Der.of(SEQUENCE, VERSION_0, Der.of(SEQUENCE, algorithm, parameters), Der.of(OCTETS, key));
    }

    private static byte[] curve(byte[] bytes) throws GeneralSecurityException {
        Der key = new Der(bytes).inside(SEQUENCE);
        key.skip(); // version
        key.skip(); // the key itself
        while (key.hasMore()) {
            if (key.tag() == CURVE) {
                return key.value(CURVE);
            }
            key.skip();
        }
        throw new GeneralSecurityException("it does not name its curve");
    }

    /** As much of DER (X.690) as keys need: reads forward through one value. */
    private static final class Der {
        private final byte[] bytes;
        private int at;

        Der(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        int tag() {
            return bytes[at] & 0xff;
        }

        Der inside(int tag) throws GeneralSecurityException {
            return new Der(value(tag));
        }

        byte[] value(int tag) throws GeneralSecurityException {
            if (tag() != tag) {
                throw new GeneralSecurityException("it has tag " + tag() + " where " + tag + " is due");
            }
            return skip();
        }

        byte[] skip() throws GeneralSecurityException {
            at++;
            int length = bytes[at++];
            if (length < 0) {
                int count = length & 0x7f;
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | bytes[at++] & 0xff;
                }
            }
            if (length < 0 || length > bytes.length - at) {
                throw new GeneralSecurityException("it is cut off");
            }
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        static byte[] of(int tag, byte[]... parts) {
            int length = 0;
            for (byte[] part : parts) {
                length += part.length;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
            out.write(tag);
            if (length < 0x80) {
                out.write(length);
            } else if (length < 0x100) {
                out.write(0x81);
                out.write(length);
            } else {
                out.write(0x82);
                out.write(length >>> 8);
                out.write(length);
            }
            for (byte[] part : parts) {
                out.writeBytes(part);
            }
            return out.toByteArray();
        }
    }
}
