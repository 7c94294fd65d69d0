package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** ra.xml is what servers believe, the beans are what they get: both must say the same. */
class RaXmlDriftTest {

    private static final Path META_INF = Path.of("src/main/rar/META-INF");

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
        for (Node node = declaration.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element property && property.getTagName().equals("config-property")) {
                properties.put(text(property, "config-property-name"), text(property, "config-property-type") + " = "
                        + text(property, "config-property-value"));
            }
        }
        return properties;
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
