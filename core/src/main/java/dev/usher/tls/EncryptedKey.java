package dev.usher.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Decrypts a private key by its passphrase: PKCS#8's EncryptedPrivateKeyInfo (RFC 5958 §3), by PBES1 and PBES2. */
final class EncryptedKey {
    private static final String PBES2 = "1.2.840.113549.1.5.13"; // RFC 8018, appendix A.4

    private EncryptedKey() {}

    static PrivateKey read(Pem.Block block, String at, Supplier<char[]> passphrase) {
        EncryptedPrivateKeyInfo encrypted;
        String scheme;
        SecretKeyFactory keys;
        Cipher cipher;
        try {
            encrypted = new EncryptedPrivateKeyInfo(block.bytes());
            scheme = scheme(encrypted);
            keys = SecretKeyFactory.getInstance(scheme);
            cipher = Cipher.getInstance(scheme);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    at + "this key is encrypted in a way that the JDK cannot undo (" + e.getMessage()
                            + "): encrypt it anew by 'openssl pkcs8 -topk8 -v2 aes-256-cbc'",
                    e);
        }
        char[] given = passphrase.get();
        if (given == null) {
            throw new TlsException(at + "there is no passphrase for this key: the supplier gave null");
        }
        PBEKeySpec spec = new PBEKeySpec(given);
        byte[] key = null;
        try {
            SecretKey secret = keys.generateSecret(spec);
            cipher.init(Cipher.DECRYPT_MODE, secret, encrypted.getAlgParameters());
            key = cipher.doFinal(encrypted.getEncryptedData());
            return PrivateKeys.pkcs8(key);
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) { // a wrong one may give bytes that are no key
            throw new TlsException(
                    at + "this key cannot be decrypted: the passphrase is wrong, or the file damaged", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(given, '\0');
            if (key != null) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    /** The JDK's name of it: of PBES2, whose parts vary, only the parameters know. */
    private static String scheme(EncryptedPrivateKeyInfo encrypted) throws NoSuchAlgorithmException {
        String name = encrypted.getAlgName();
        AlgorithmParameters parameters = encrypted.getAlgParameters();
        if (parameters == null) {
            throw new NoSuchAlgorithmException("its scheme is " + name);
        }
        return name.equals("PBES2") || name.equals(PBES2) ? parameters.toString() : name;
    }
}
