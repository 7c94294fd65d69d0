package org.escrowmq.it.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.it.common.Trees;

/** Key stores and trust stores, made with the JDK's own tool. For use by one thread. */
final class Certificates {

    static final String PASSWORD = "st0re-secret";

    private final Path directory;

    Certificates(String name) throws IOException {
        directory = Path.of(System.getProperty("escrow.cluster.work", "target/cluster"), name).toAbsolutePath();
        Trees.delete(directory);
        Files.createDirectories(directory);
    }

    /** A key with a certificate that it signs itself, for an IP address of the loopback. */
    Path keyStore(String owner, String address) throws IOException, InterruptedException {
        Path store = directory.resolve(owner + ".p12");
        keytool("-genkeypair", "-alias", owner, "-keyalg", "EC", "-dname", "CN=" + owner, "-validity", "30",
                "-ext", "san=ip:" + address, "-keystore", store.toString());
        return store;
    }

    /** A store that trusts the owner of a key. */
    Path trustStore(Path keyStore) throws IOException, InterruptedException {
        String owner = keyStore.getFileName().toString().replace(".p12", "");
        Path certificate = directory.resolve(owner + ".cer");
        keytool("-exportcert", "-alias", owner, "-keystore", keyStore.toString(), "-file", certificate.toString());
        Path store = directory.resolve("trusts-" + owner + ".p12");
        keytool("-importcert", "-noprompt", "-alias", owner, "-file", certificate.toString(),
                "-keystore", store.toString());
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
