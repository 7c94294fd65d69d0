package org.escrowmq.it.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escrowmq.it.server.PortOffset;

/**
 * The configuration of a fresh domain, changed to what the tests need: free ports on the loopback, a small virtual
 * machine, and what a user has to change as well: recovery on, and the server's own options. Stateless.
 */
final class DomainXml {

    static final int HTTP = 8080;
    static final int HTTPS = 8181;
    static final int ADMIN = 4848;

    /** Object broker, JMX, OpenMQ, shell, and Payara's data grid. */
    private static final int[] PORTS = {HTTP, HTTPS, ADMIN, 3700, 3820, 3920, 8686, 7676, 6666, 4900, 5900};

    /**
     * With the first compiler alone Java reserves 48 MB for compiled code. Ten to twenty deployments fill them, and
     * then whatever needs a new method handle fails; so it gets what Java reserves otherwise.
     */
    private static final List<String> COMMON_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m");

    /** What the server at hand needs, one option a line; each server's module has a file of its own. */
    private static final String OWN_OPTIONS = "jvm-options.txt";

    private DomainXml() {
    }

    static int freeOffset() {
        return PortOffset.choose(PORTS);
    }

    /**
     * Changes the domain's file.
     *
     * @param resources what to add to the resources of the server
     */
    static void edit(Path domain, int offset, String resources) throws IOException {
        Path file = domain.resolve("config/domain.xml");
        String xml = Files.readString(file);
        // What comes after it are templates for other servers.
        int end = xml.indexOf("</config>");
        Files.writeString(file, edited(xml.substring(0, end), offset, resources)
                + xml.substring(end).replace("\"domain1\"", '"' + domain.getFileName().toString() + '"'));
    }

    private static String edited(String xml, int offset, String resources) {
        String moved = xml;
        for (int port : PORTS) {
            moved = move(moved, port, offset);
        }
        String reference = resources.replaceAll("(?s).*<jdbc-resource jndi-name=\"(.*?)\".*", "$1");
        return moved
                .replace("0.0.0.0", "127.0.0.1")
                .replace("<network-listener ", "<network-listener address=\"127.0.0.1\" ")
                .replace("<transaction-service ", "<transaction-service automatic-recovery=\"true\" ")
                .replace("<hazelcast-config-specific-configuration>",
                        "<hazelcast-config-specific-configuration enabled=\"false\">")
                .replaceAll("<property value=\"default\" name=\"adminConsoleStartup\"",
                        "<property value=\"never\" name=\"adminConsoleStartup\"")
                .replaceFirst("<jvm-options>-XX:NewRatio=2</jvm-options>", options())
                .replace("</resources>", resources.replace("<!--", "\n<!--") + "</resources>")
                .replaceFirst("</server>",
                        resources.isEmpty() ? "</server>" : "<resource-ref ref=\"" + reference + "\"/></server>");
    }

    private static String move(String xml, int port, int offset) {
        return xml.replaceAll("(port=\"|value=\"|telnet\\.port=)" + port + "\\b", "$1" + (port + offset));
    }

    private static String options() {
        return Stream.concat(COMMON_OPTIONS.stream(), Domain.read(OWN_OPTIONS).lines())
                .map(DomainXml::option).collect(Collectors.joining());
    }

    private static String option(String option) {
        return "<jvm-options>" + option + "</jvm-options>";
    }
}
