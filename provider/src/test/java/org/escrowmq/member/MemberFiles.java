package org.escrowmq.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Files that tests give to brokers: a {@code broker.xml}, a key and a certificate; and ports that are free. */
public final class MemberFiles {

    public static final String STORE_PASSWORD = "keystore's";

    /** The queue orders, whose messages go to where consumers are at once. */
    static final String ADDRESSES = "<addresses><address name=\"orders\"><anycast><queue name=\"orders\"/>"
            + "</anycast></address></addresses>"
            + "<address-settings><address-setting match=\"#\"><redistribution-delay>0</redistribution-delay>"
            + "</address-setting></address-settings>";

    private MemberFiles() { }

    /** Writes a {@code broker.xml}; the content of {@code <core>} begins in its line 4. */
    static Path brokerXml(Path directory, String... core) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(directory.resolve("broker.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration xmlns="urn:activemq">
                <core xmlns="urn:activemq:core">
                %s
                </core>
                </configuration>
                """.formatted(String.join("\n", core)));
    }

    /** A member of a cluster of two, on the loopback. */
    static String cluster(int own, int other) {
        return connectors("own", "tcp://127.0.0.1:" + own, "other", "tcp://127.0.0.1:" + other)
                + acceptor("in", "tcp://127.0.0.1:" + own)
                + "<cluster-user>cluster</cluster-user><cluster-password>cluster's</cluster-password>"
                + "<cluster-connections><cluster-connection name=\"shops\"><connector-ref>own</connector-ref>"
                + "<retry-interval>100</retry-interval><message-load-balancing>ON_DEMAND</message-load-balancing>"
                + "<static-connectors><connector-ref>other</connector-ref></static-connectors>"
                + "</cluster-connection></cluster-connections>";
    }

    static String acceptor(String name, String url) {
        return "<acceptors><acceptor name=\"" + name + "\">" + url.replace("&", "&amp;") + "</acceptor></acceptors>";
    }

    static String connectors(String... namesAndUrls) {
        StringBuilder text = new StringBuilder("<connectors>");
        for (int i = 0; i < namesAndUrls.length; i += 2) {
            text.append("<connector name=\"").append(namesAndUrls[i]).append("\">")
                    .append(namesAndUrls[i + 1].replace("&", "&amp;")).append("</connector>");
        }
        return text.append("</connectors>").toString();
    }

    /** Ports that nobody listened on just now, each another one. */
    public static int[] freePorts(int number) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Makes a key for this machine, and a certificate that a client can trust. */
    public record Certificate(Path keyStore, Path trustStore) {

        public static Certificate make(Path directory, String name) throws Exception {
            Path keys = directory.resolve(name + "-keys.p12");
            Path exported = directory.resolve(name + ".cer");
            Path trusted = directory.resolve(name + "-trusted.p12");
            keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                    "-keystore", keys.toString());
            keytool("-exportcert", "-file", exported.toString(), "-keystore", keys.toString());
            keytool("-importcert", "-noprompt", "-file", exported.toString(), "-keystore", trusted.toString());
            return new Certificate(keys, trusted);
        }

        private static void keytool(String... arguments) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
            command.addAll(List.of(arguments));
            command.addAll(List.of("-storetype", "PKCS12", "-alias", "broker", "-storepass", STORE_PASSWORD));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        }

        /** What an acceptor's URL needs. */
        public String forAcceptor() {
            return "sslEnabled=true&keyStoreType=PKCS12&keyStorePath=" + keyStore + "&keyStorePassword="
                    + STORE_PASSWORD;
        }

        /** What a client's or a connector's URL needs. */
        String forClient() {
            return "sslEnabled=true&trustStoreType=PKCS12&trustStorePath=" + trustStore + "&trustStorePassword="
                    + STORE_PASSWORD;
        }
    }
}
