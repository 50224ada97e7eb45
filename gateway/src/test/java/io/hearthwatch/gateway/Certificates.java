package io.hearthwatch.gateway;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A Mosquitto that speaks TLS only and asks who is there, with a certificate made for the test. */
final class Certificates {
    private static final char[] STORE = "changeit".toCharArray();

    private Certificates() {}

    static Mosquitto broker(Path directory, String user, String password) throws Exception {
        Path store = directory.resolve("broker.p12");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(STORE),
                "-keystore",
                store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE);
        }
        pem(authority(directory), "CERTIFICATE", keys.getCertificate("broker").getEncoded());
        Path key = directory.resolve("key.pem");
        pem(key, "PRIVATE KEY", keys.getKey("broker", STORE).getEncoded());
        Path passwords = directory.resolve("passwords");
        run("mosquitto_passwd", "-b", "-c", passwords.toString(), user, password);
        return Mosquitto.start(
                directory,
                "certfile " + authority(directory),
                "keyfile " + key,
                "password_file " + passwords,
                "allow_anonymous false");
    }

    /** The certificate that clients have to trust. */
    static Path authority(Path directory) {
        return directory.resolve("certificate.pem");
    }

    private static void pem(Path file, String what, byte[] bytes) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
