package org.escrowmq.broker.member;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.utils.XMLUtil;
import org.w3c.dom.Element;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a {@code broker.xml} of Artemis'. What it may contain is a choice: whatever would be read and not used, because
 * it is EscrowMQ's own to decide, is a fault that names the element and its line.
 *
 * <p>For one file, by one thread.
 */
final class BrokerXml extends DefaultHandler {

    /** What is taken of {@code <core>}. */
    static final Set<String> TAKEN = Set.of("acceptors", "address-settings", "addresses", "bridges", "broadcast-groups",
            "cluster-connections", "cluster-password", "cluster-user", "connectors", "discovery-groups", "diverts",
            "ha-policy", "mask-password", "password-codec");

    private static final String SCHEMA = "schema/artemis-server.xsd";
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";
    private static final String PATH_TO_CORE = "/configuration/core/";
    private static final String OPTION = "it is the option ";
    private static final String HA_POLICY = "of ha-policy, allowed are replication/primary and primary-only";
    private static final String JGROUPS = "groups are formed by UDP (group-address, group-port)";
    private static final String REDELIVERY =
            OPTION + "redeliveryDelayMillis and those beside it that say when a message is delivered again";

    /** Where something of this name belongs instead. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("name", OPTION + "name"),
            Map.entry("bindings-directory", OPTION + "directory"),
            Map.entry("journal-directory", OPTION + "directory"),
            Map.entry("large-messages-directory", OPTION + "directory"),
            Map.entry("paging-directory", OPTION + "directory"),
            Map.entry("journal-buffer-timeout", OPTION + "journalBufferTimeoutNanos"),
            Map.entry("journal-datasync", OPTION + "fsync"),
            Map.entry("global-max-size", OPTION + "globalMaxBytes"),
            Map.entry("min-disk-free", OPTION + "minFreeDiskBytes"),
            Map.entry("max-disk-usage", OPTION + "minFreeDiskBytes"),
            Map.entry("jmx-management-enabled", OPTION + "jmx"),
            Map.entry("populate-validated-user", OPTION + "jmsxUserId"),
            Map.entry("security-enabled", OPTION + "usersFile or loginConfiguration"),
            Map.entry("security-settings", OPTION + "permissions"),
            Map.entry("queues", "queues stand in addresses"));

    /** What is not taken of what stands deeper, by the end of its path. */
    private static final Map<String, String> DEEPER = Map.ofEntries(
            Map.entry("ha-policy/shared-store", HA_POLICY),
            Map.entry("ha-policy/live-only", HA_POLICY),
            Map.entry("replication/backup", HA_POLICY),
            Map.entry("replication/slave", HA_POLICY),
            Map.entry("replication/master", HA_POLICY),
            Map.entry("replication/colocated", HA_POLICY),
            Map.entry("primary-only/scale-down", HA_POLICY),
            Map.entry("primary/manager", "primary and backup agree by the votes of the cluster"),
            Map.entry("primary/coordination-id", "it belongs to a manager"),
            Map.entry("broadcast-group/jgroups-file", JGROUPS),
            Map.entry("broadcast-group/jgroups-channel", JGROUPS),
            Map.entry("discovery-group/jgroups-file", JGROUPS),
            Map.entry("discovery-group/jgroups-channel", JGROUPS),
            Map.entry("address-setting/redelivery-delay", REDELIVERY),
            Map.entry("address-setting/redelivery-delay-multiplier", REDELIVERY),
            Map.entry("address-setting/redelivery-collision-avoidance-factor", REDELIVERY),
            Map.entry("address-setting/max-redelivery-delay", REDELIVERY));

    /** Values that are not taken, by the end of their path. */
    private static final Map<String, String> VALUES = Map.of(
            "primary/check-for-active-server=false",
            "a store whose backup has taken over must not be opened beside it",
            "primary/check-for-live-server=false",
            "a store whose backup has taken over must not be opened beside it",
            "primary/vote-on-replication-failure=true",
            "a broker in somebody's process does not stop by itself because others do not answer",
            "address-setting/address-full-policy=BLOCK",
            "senders in this process are not blocked; allowed are PAGE, FAIL and DROP");

    private static final Set<String> NAMED =
            Set.of("acceptor", "bridge", "cluster-connection", "connector", "divert");

    private final String file;
    private final List<String> faults;
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Set<String> names = new HashSet<>();
    private Locator locator;

    private BrokerXml(Path file, List<String> faults) {
        this.file = "brokerConfiguration is '" + file + "', ";
        this.faults = faults;
    }

    /**
     * Reads a file.
     *
     * @param faults where a sentence for each fault goes
     * @return what it says, or null if it has faults
     */
    static Configuration read(Path file, List<String> faults) {
        List<String> found = new ArrayList<>();
        BrokerXml xml = new BrokerXml(file, found);
        Configuration configuration = null;
        try {
            String content = XMLUtil.replaceSystemPropsInString(Files.readString(file));
            xml.scan(content);
            configuration = found.isEmpty() ? parse(content) : null;
        } catch (IOException e) {
            found.add(xml.file + "which cannot be read: " + e);
        } catch (SAXException | ParserConfigurationException e) {
            found.add(xml.at(e) + "it is no XML: " + e.getMessage());
        } catch (Exception e) {
            found.add(xml.file + "which Artemis does not accept: " + Secrets.removed(String.valueOf(e.getMessage())));
        }
        faults.addAll(found);
        return configuration;
    }

    private static Configuration parse(String content) throws Exception {
        // Else the parser would look for a native library, which is not there, and complain of a number of files.
        Configuration configuration = new ConfigurationImpl().setJournalType(JournalType.NIO).setJournalPoolFiles(1);
        Element core = (Element) XMLUtil.stringToElement(content).getElementsByTagName("core").item(0);
        new FileConfigurationParser().parseMainConfig(core, configuration);
        return configuration;
    }

    private void scan(String content) throws SAXException, ParserConfigurationException, IOException {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setSchema(schema());
        factory.newSAXParser().parse(new InputSource(new StringReader(content)), this);
    }

    private static Schema schema() throws SAXException {
        URL url = FileConfigurationParser.class.getClassLoader().getResource(SCHEMA);
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(url);
    }

    @Override
    public void setDocumentLocator(Locator newLocator) {
        locator = newLocator;
    }

    @Override
    public void error(SAXParseException fault) {
        faults.add(at(fault) + fault.getMessage());
    }

    private String at(Exception fault) {
        return fault instanceof SAXParseException place ? file + "line " + place.getLineNumber() + ": " : file;
    }

    @Override
    public void startElement(String uri, String name, String qualifiedName, Attributes attributes) {
        path.addLast(name);
        text.setLength(0);
        String where = "/" + String.join("/", path);
        if (XINCLUDE.equals(uri) || qualifiedName.indexOf(':') >= 0) {
            refuse(qualifiedName, "elements have no prefix, and everything is in one file");
        } else if (path.size() == 2 && !name.equals("core")) {
            refuse(name, "allowed is core");
        } else if (path.size() == 3 && where.startsWith(PATH_TO_CORE) && !TAKEN.contains(name)) {
            refuse(name, ELSEWHERE.getOrDefault(name, "EscrowMQ decides this itself; of core, allowed are "
                    + String.join(", ", TAKEN.stream().sorted().toList())));
        } else if (path.size() > 3) {
            DEEPER.forEach((end, why) -> {
                if (where.endsWith("/" + end)) {
                    refuse(name, why);
                }
            });
            requireName(name, attributes.getValue("name"));
        }
    }

    /** Of those without a name, or with one that there was before, all but the first would be left out. */
    private void requireName(String element, String name) {
        boolean named = name != null && !name.isBlank();
        if (NAMED.contains(element) && (!named || !names.add(element + " " + name))) {
            refuse(element, named ? "there is another one with the name " + name : "it needs a name");
        }
    }

    private void refuse(String name, String why) {
        faults.add(file + "line " + locator.getLineNumber() + ": " + name + " is not taken from it: " + why);
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    @Override
    public void endElement(String uri, String name, String qualifiedName) {
        String value = text.toString().strip();
        String where = "/" + String.join("/", path) + "=" + value;
        VALUES.forEach((end, why) -> {
            if (where.endsWith("/" + end)) {
                refuse(name + " " + value, why);
            }
        });
        text.setLength(0);
        path.removeLast();
    }
}
