package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectMessageTest {

    private static final ObjectInputFilter OURS = ObjectFilters.allowing(ObjectMessageTest.class.getName() + "$*");

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final EscrowObjectMessage message = (EscrowObjectMessage) EscrowMessage.create(MessageKind.OBJECT);

    /** What an application would send. */
    static class Order implements Serializable {
        private static final long serialVersionUID = 1L;
        final String id;
        final Line[] lines;
        final int[] numbers = {1, 2};
        final Class<?> type = int.class;

        Order(String id, Line... lines) {
            this.id = id;
            this.lines = lines;
        }
    }

    record Line(String product, int quantity) implements Serializable { }

    private static final class Broken implements Serializable {
        private static final long serialVersionUID = 1L;
        private final boolean whenWritten;

        private Broken(boolean whenWritten) {
            this.whenWritten = whenWritten;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (whenWritten) {
                throw new IllegalArgumentException("broken writer");
            }
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            throw new IllegalArgumentException("broken reader");
        }
    }

    private static final class Handler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return method.getName();
        }
    }

    interface Named {
        String name();
    }

    @AfterEach
    void restoreTheContextClassLoader() {
        Thread.currentThread().setContextClassLoader(loader);
    }

    @Test
    void anObjectCanBeReadWhereItCanBeWritten() throws JMSException {
        assertThat(message.getObject()).isNull();
        assertThat(message.content()).isNull();
        message.setObject("text");
        assertThat(message.getObject()).isEqualTo("text");
        message.setObject(null);
        assertThat(message.getObject()).isNull();
        assertThat(message.content()).isNull();
    }

    @Test
    void whatHappensToTheObjectAfterItIsSetDoesNotMatter() throws JMSException {
        StringBuffer text = new StringBuffer("before");
        message.setObject(text);
        text.append(" after");
        assertThat(message.getObject()).hasToString("before");
    }

    @Test
    void everyReadGivesANewObject() throws JMSException {
        message.setObject(new ArrayList<>(List.of("a")));
        List<?> first = (List<?>) message.getObject();
        first.clear();
        assertThat(message.getObject()).isEqualTo(List.of("a"));
    }

    @Test
    void aReceivedObjectIsReadOnlyUntilCleared() throws JMSException {
        EscrowObjectMessage received = received("text");
        assertThatThrownBy(() -> received.setObject("b")).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getObject()).isEqualTo("text");
        received.clearBody();
        assertThat(received.getObject()).isNull();
        received.setObject("b");
        assertThat(received.getObject()).isEqualTo("b");
    }

    @Test
    void theContentIsTheSerializedObject() throws JMSException {
        message.setObject("text");
        ByteBuffer content = (ByteBuffer) message.content();
        assertThat(content).isEqualTo(Samples.serialized("text"));
        assertThat(content.isReadOnly()).isTrue();
        content.getInt();
        assertThat(message.getObject()).isEqualTo("text");
    }

    @Test
    void theBufferThatItWasReceivedInCanBeReadOnElsewhere() throws JMSException {
        ByteBuffer whole = ByteBuffer.allocate(100).put(Samples.serialized("text")).flip();
        EscrowObjectMessage received = (EscrowObjectMessage) Samples.received(MessageKind.OBJECT, whole);
        whole.getInt();
        assertThat(received.getObject()).isEqualTo("text");
        assertThat(((ByteBuffer) received.content()).isReadOnly()).isTrue();
    }

    @Test
    void aReceivedMessageWithoutContentHasNoObject() throws JMSException {
        assertThat(((EscrowObjectMessage) Samples.received(MessageKind.OBJECT, null)).getObject()).isNull();
    }

    @Test
    void anObjectThatCannotBeSerializedIsRefusedAndNamed() {
        assertThatThrownBy(() -> message.setObject(new ArrayList<>(List.of(new Object()))))
                .isInstanceOf(MessageFormatException.class).hasMessageContaining("java.util.ArrayList")
                .hasMessageContaining("java.lang.Object").hasCauseInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> message.setObject(new Broken(true))).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("broken writer");
        assertThat(message.content()).isNull();
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedWithItsNameAndTheProperty() {
        EscrowObjectMessage received = received(new Order("1"));
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Order.class.getName()).hasMessageContaining("objectMessageClasses")
                .hasCauseInstanceOf(InvalidClassException.class)
                .extracting(e -> ((JMSException) e).getLinkedException()).isInstanceOf(InvalidClassException.class);
    }

    @Test
    void theElementOfAnArrayThatIsNotAllowedIsNamed() {
        assertThatThrownBy(received(new Line[1][1])::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("class " + Line.class.getName() + " is not allowed");
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedWithinAnAllowedOne() {
        assertThatThrownBy(received(new ArrayList<>(List.of("a", new Line("p", 1))))::getObject)
                .isInstanceOf(MessageFormatException.class).hasMessageContaining(Line.class.getName());
    }

    @Test
    void aClassThatTheFilterLeavesUndecidedIsRefused() {
        EscrowObjectMessage received = received(new Order("1"));
        received.delivered(1, null, info -> ObjectInputFilter.Status.UNDECIDED);
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Order.class.getName());
    }

    @Test
    void allowedClassesWithTheirArraysAndPrimitiveTypesAreRead() throws JMSException {
        EscrowObjectMessage received = received(new Order("1", new Line("p", 2)));
        received.delivered(1, null, OURS);
        Order order = (Order) received.getObject();
        assertThat(order.id).isEqualTo("1");
        assertThat(order.lines).containsExactly(new Line("p", 2));
        assertThat(order.numbers).containsExactly(1, 2);
        assertThat(order.type).isSameAs(int.class);
    }

    @Test
    void aLimitThatIsExceededIsNamedInsteadOfTheClass() {
        Object nested = "x";
        for (int i = 0; i < 30; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        assertThatThrownBy(received(nested)::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("depth 21").hasMessageContaining("maxdepth")
                .hasMessageContaining("objectMessageClasses").hasMessageNotContaining("is not allowed");
        EscrowObjectMessage large = received(new byte[100]);
        large.delivered(1, null, ObjectFilters.allowing("maxarray=99"));
        assertThatThrownBy(large::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("array of 100");
    }

    @Test
    void bytesThatAreNoObjectGiveMessageFormatException() {
        EscrowObjectMessage received = (EscrowObjectMessage) Samples.received(
                MessageKind.OBJECT, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatAClassThrowsWhileItIsReadIsTheCause() {
        EscrowObjectMessage received = received(new Broken(false));
        received.delivered(1, null, OURS);
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("broken reader").hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theContextClassLoaderComesFirst() throws JMSException {
        EscrowObjectMessage received = received(new Order("1", new Line("p", 2)));
        received.delivered(1, null, OURS);
        ClassLoader application = new ApplicationLoader();
        Thread.currentThread().setContextClassLoader(application);
        assertThat(received.getObject().getClass().getClassLoader()).isSameAs(application);
        Thread.currentThread().setContextClassLoader(loader);
        assertThat(received.getObject()).isInstanceOf(Order.class);
    }

    @Test
    void theOwnClassLoaderIsAskedForWhatTheContextDoesNotHave() throws JMSException {
        EscrowObjectMessage received = received(new Order("1", new Line("p", 2)));
        received.delivered(1, null, OURS);
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        assertThat(received.getObject()).isInstanceOf(Order.class);
        Thread.currentThread().setContextClassLoader(null);
        assertThat(received.getObject()).isInstanceOf(Order.class);
    }

    @Test
    void aClassThatIsNowhereIsNamed() {
        byte[] bytes = new byte[((ByteBuffer) received(new Line("p", 1)).content()).remaining()];
        ((ByteBuffer) received(new Line("p", 1)).content()).get(bytes);
        String altered = new String(bytes, StandardCharsets.ISO_8859_1).replace("$Line", "$Lime");
        EscrowObjectMessage received = (EscrowObjectMessage) Samples.received(MessageKind.OBJECT,
                ByteBuffer.wrap(altered.getBytes(StandardCharsets.ISO_8859_1)));
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("ObjectMessageTest$Lime").hasCauseInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void aProxyIsReadWithTheInterfacesOfTheContextIfItIsAllowed() throws JMSException {
        Named proxy = (Named) Proxy.newProxyInstance(loader, new Class<?>[] {Named.class}, new Handler());
        EscrowObjectMessage received = received(proxy);
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Named.class.getName());
        received.delivered(1, null, ObjectFilters.allowing("*"));
        assertThat(((Named) received.getObject()).name()).isEqualTo("name");
    }

    private static EscrowObjectMessage received(Object object) {
        return (EscrowObjectMessage) Samples.received(MessageKind.OBJECT, Samples.serialized(object));
    }

    /** Has classes of its own for those of this test. */
    private static final class ApplicationLoader extends ClassLoader {

        private ApplicationLoader() {
            super(ObjectMessageTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ObjectMessageTest.class.getName() + '$')) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
