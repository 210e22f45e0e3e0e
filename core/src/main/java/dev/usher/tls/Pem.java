package dev.usher.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A file of PEM blocks (RFC 7468). What stands between the blocks is commentary. Immutable. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** One block: its label and its bytes, null if they are encrypted in the old way, by headers. */
    record Block(String label, byte[] bytes, int line) {}

    private final Path file;
    private final List<Block> blocks;

    private Pem(Path file, List<Block> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    static Pem read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new TlsException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return new Pem(file, blocks(file, text));
    }

    private static List<Block> blocks(Path file, String text) {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        int begun = 0;
        boolean encrypted = false;
        StringBuilder body = new StringBuilder();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (label == null) {
                if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                    label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                    begun = number;
                    encrypted = false;
                    body.setLength(0);
                }
            } else if (line.startsWith(END)) {
                if (!line.equals(END + label + DASHES)) {
                    throw new TlsException(
                            file + ", line " + number + ": BEGIN " + label + " is ended by '" + line + "'");
                }
                blocks.add(new Block(label, encrypted ? null : decoded(file, begun, body.toString()), begun));
                label = null;
            } else if (line.indexOf(':') >= 0) { // RFC 1421 §4.4: headers, of encrypted keys only
                encrypted |= line.contains("ENCRYPTED");
            } else {
                body.append(line);
            }
        }
        if (label != null) {
            throw new TlsException(file + ", line " + begun + ": BEGIN " + label + " has no END: the file is cut off");
        }
        return blocks;
    }

    private static byte[] decoded(Path file, int line, String body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new TlsException(file + ", line " + line + ": this block is not base64: " + e.getMessage(), e);
        }
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsException(file + ": has no CERTIFICATE, only " + labels());
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw new TlsException(at(block) + "this certificate cannot be read: " + e.getMessage(), e);
        }
    }

    /** The private key, the first if there are several. The passphrase is null if none was said. */
    PrivateKey privateKey(Supplier<char[]> passphrase) {
        for (Block block : blocks) {
            if (block.label().endsWith("PRIVATE KEY")) {
                if (block.bytes() == null) { // its key is one round of MD5 of the passphrase
                    throw new TlsException(
                            at(block) + "this key is encrypted in the old form, which is weak: convert it"
                                    + " by 'openssl pkcs8 -topk8 -in OLD -out NEW', and say its passphrase");
                }
                if (!block.label().startsWith("ENCRYPTED")) {
                    return PrivateKeys.read(block, at(block));
                }
                if (passphrase == null) {
                    throw new TlsException(at(block) + "this key is encrypted: say its passphrase, or decrypt it by"
                            + " 'openssl pkey' into a file that only this program may read");
                }
                return EncryptedKey.read(block, at(block), passphrase);
            }
        }
        throw new TlsException(file + ": has no PRIVATE KEY, only " + labels());
    }

    private String at(Block block) {
        return file + ", line " + block.line() + ": ";
    }

    private String labels() {
        return blocks.isEmpty()
                ? "text that is not PEM"
                : blocks.stream().map(Block::label).distinct().collect(Collectors.joining(", "));
    }
}
