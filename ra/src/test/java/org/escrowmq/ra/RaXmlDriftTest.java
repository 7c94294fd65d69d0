package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** ra.xml is what servers believe, the page what people believe, the beans what they get: all must say the same. */
class RaXmlDriftTest {

    private static final Path META_INF = Path.of("src/main/rar/META-INF");
    private static final Path CONFIGURATION_PAGE = Path.of("../docs/configuration.md");

    /** What the specification gives a bean that is no configuration. */
    private static final Set<String> NOT_CONFIGURATION =
            Set.of("class", "resourceAdapter", "logWriter", "reference", "queueName", "topicName");

    private record Bean(String className, Element declaration) {

        @Override
        public String toString() {
            return declaration.getParentNode().getNodeName() + "/" + declaration.getNodeName() + " " + className;
        }
    }

    static Stream<Bean> beans() throws Exception {
        Document document = parse("ra.xml");
        List<Bean> beans = new ArrayList<>();
        for (String tag : List.of("resourceadapter-class", "managedconnectionfactory-class", "activationspec-class",
                "adminobject-class")) {
            for (Element element : elements(document.getDocumentElement(), tag)) {
                beans.add(new Bean(element.getTextContent().strip(), (Element) element.getParentNode()));
            }
        }
        return beans.stream();
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everyPropertyIsDeclaredWithTheTypeAndDefaultOfTheBean(Bean bean) throws Exception {
        assertThat(declared(bean.declaration())).isEqualTo(implemented(Class.forName(bean.className())));
    }

    @Test
    void everyKindOfBeanIsDeclared() throws Exception {
        assertThat(beans().map(Bean::className).distinct()).containsExactly(
                "org.escrowmq.ra.EscrowResourceAdapter",
                "org.escrowmq.ra.outbound.EscrowManagedConnectionFactory",
                "org.escrowmq.ra.inbound.EscrowActivationSpec",
                "org.escrowmq.ra.admin.AdminQueue",
                "org.escrowmq.ra.admin.AdminTopic");
    }

    @Test
    void interfacesAreImplementedByTheClassesDeclaredForThem() throws Exception {
        Document document = parse("ra.xml");
        for (String kind : List.of("connectionfactory", "connection")) {
            List<Element> interfaces = elements(document.getDocumentElement(), kind + "-interface");
            List<Element> classes = elements(document.getDocumentElement(), kind + "-impl-class");
            assertThat(interfaces).hasSameSizeAs(classes).hasSize(3);
            for (int i = 0; i < classes.size(); i++) {
                assertThat(Class.forName(interfaces.get(i).getTextContent()))
                        .isAssignableFrom(Class.forName(classes.get(i).getTextContent()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everyPropertyIsDocumentedWithItsTypeAndDefaultAndNoOther(Bean bean) throws Exception {
        Class<?> type = Class.forName(bean.className());
        assertThat(documented(type.getSimpleName())).isEqualTo(implemented(type));
    }

    @ParameterizedTest
    @MethodSource("beans")
    void everyPropertyIsDescribed(Bean bean) {
        for (Element property : children(bean.declaration(), "config-property")) {
            assertThat(text(property, "description")).as(text(property, "config-property-name")).isNotBlank();
        }
    }

    @Test
    void connectionDefinitionsDifferInTheirInterfacesOnly() throws Exception {
        List<Map<String, String>> properties = new ArrayList<>();
        Set<String> classes = new HashSet<>();
        Set<String> interfaces = new HashSet<>();
        for (Element definition : elements(parse("ra.xml").getDocumentElement(), "connection-definition")) {
            properties.add(declared(definition));
            classes.add(text(definition, "managedconnectionfactory-class")
                    + text(definition, "connectionfactory-impl-class") + text(definition, "connection-impl-class"));
            interfaces.add(text(definition, "connectionfactory-interface"));
        }
        assertThat(properties).hasSize(3).allMatch(properties.get(0)::equals);
        assertThat(classes).hasSize(1);
        assertThat(interfaces).hasSize(3);
    }

    @Test
    void whatIronjacamarXmlSetsExistsAndIsSetToWhatTheBeanTakes() throws Exception {
        Element document = parse("ironjacamar.xml").getDocumentElement();
        assertSettable(document, "org.escrowmq.ra.EscrowResourceAdapter");
        for (String tag : List.of("connection-definition", "admin-object")) {
            for (Element definition : elements(document, tag)) {
                assertThat(beans().map(Bean::className)).contains(definition.getAttribute("class-name"));
                assertSettable(definition, definition.getAttribute("class-name"));
            }
        }
        assertThat(text(document, "transaction-support"))
                .isEqualTo(text(parse("ra.xml").getDocumentElement(), "transaction-support"));
    }

    private static void assertSettable(Element holder, String className) throws Exception {
        for (Element property : children(holder, "config-property")) {
            Map<String, String> known = implemented(Class.forName(className));
            assertThat(known).containsKey(property.getAttribute("name"));
            if (known.get(property.getAttribute("name")).startsWith("java.lang.Boolean")) {
                assertThat(property.getTextContent()).isIn("true", "false");
            }
        }
    }

    @Test
    void passwordsAreDeclaredConfidential() throws Exception {
        for (Element property : elements(parse("ra.xml").getDocumentElement(), "config-property")) {
            boolean secret = text(property, "config-property-name").equals("password");
            assertThat("true".equals(text(property, "config-property-confidential"))).isEqualTo(secret);
        }
    }

    @Test
    void wildFlyGetsTheFactoryUnderItsNameWithRecovery() throws Exception {
        Element document = parse("ironjacamar.xml").getDocumentElement();
        Element definition = elements(document, "connection-definition").get(0);
        assertThat(definition.getAttribute("jndi-name")).isEqualTo("java:/EscrowMQ");
        assertThat(Class.forName(definition.getAttribute("class-name")))
                .isAssignableTo(jakarta.resource.spi.ManagedConnectionFactory.class);
        Element recoveryName = elements(document, "config-property").get(0);
        assertThat(recoveryName.getAttribute("name")).isEqualTo("recoveryName");
        assertThat(recoveryName.getTextContent()).isEqualTo(definition.getAttribute("jndi-name"));
        assertThat(elements(document, "transaction-support").get(0).getTextContent()).isEqualTo("XATransaction");
        assertThat(elements(definition, "recovery").get(0).getAttribute("no-recovery")).isEqualTo("false");
        assertThat(elements(definition, "recover-credential")).hasSize(1);
        assertThat(elements(definition, "xa-pool")).hasSize(1);
    }

    private static Map<String, String> declared(Element declaration) {
        Map<String, String> properties = new TreeMap<>();
        for (Element property : children(declaration, "config-property")) {
            properties.put(text(property, "config-property-name"), text(property, "config-property-type") + " = "
                    + text(property, "config-property-value"));
        }
        return properties;
    }

    /** From the tables behind a sentence that names the bean; a default in words means that the bean has none. */
    private static Map<String, String> documented(String bean) throws IOException {
        Map<String, String> properties = new TreeMap<>();
        boolean meant = false;
        for (String line : Files.readAllLines(CONFIGURATION_PAGE)) {
            if (line.startsWith("| `") && meant) {
                String[] cells = line.split("\\|");
                String byDefault = cells[4].strip();
                for (String name : cells[1].split(",")) {
                    properties.put(unquoted(name.strip()), "java.lang." + cells[2].strip() + " = "
                            + (byDefault.startsWith("`") ? unquoted(byDefault) : null));
                }
            } else if (!line.isBlank() && !line.startsWith("|")) {
                meant = line.contains("`" + bean + "`");
            }
        }
        return properties;
    }

    private static String unquoted(String code) {
        return code.substring(1, code.indexOf('`', 1));
    }

    private static Map<String, String> implemented(Class<?> type)
            throws ReflectiveOperationException, IntrospectionException {
        Object bean = type.getConstructor().newInstance();
        Map<String, String> properties = new TreeMap<>();
        for (PropertyDescriptor property : Introspector.getBeanInfo(type).getPropertyDescriptors()) {
            if (!NOT_CONFIGURATION.contains(property.getName()) && property.getWriteMethod() != null) {
                properties.put(property.getName(), property.getPropertyType().getName() + " = "
                        + property.getReadMethod().invoke(bean));
            }
        }
        return properties;
    }

    private static List<Element> children(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(tag)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String tag) {
        List<Element> found = elements(parent, tag);
        return found.isEmpty() ? null : found.get(0).getTextContent().strip();
    }

    private static List<Element> elements(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < parent.getElementsByTagName(tag).getLength(); i++) {
            found.add((Element) parent.getElementsByTagName(tag).item(i));
        }
        return found;
    }

    private static Document parse(String name) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(META_INF.resolve(name).toFile());
    }
}
