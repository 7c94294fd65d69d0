package org.escrowmq.ra;

import java.beans.Introspector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.admin.AdminTopic;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;

/**
 * What the JDK remembers of the adapter's beans. Servers have it find their properties; it keeps them behind soft
 * references, so that until memory is short the class loader of each adapter that was undeployed would stay. It keeps
 * them by thread group, and servers do not stop an adapter on a thread of the group that found the properties.
 * Stateless.
 */
final class BeanCaches {

    private static final List<Class<?>> REMEMBERED = Stream
            .of(EscrowResourceAdapter.class, EscrowActivationSpec.class, EscrowManagedConnectionFactory.class,
                    AdminQueue.class, AdminTopic.class)
            .flatMap(BeanCaches::withAncestors).distinct().toList();
    private static final long LIMIT_MILLIS = 1_000;

    private BeanCaches() {
    }

    /** Has it forgotten, in all thread groups that there are. */
    static void forget() {
        try {
            for (ThreadGroup group : groups()) {
                forgetIn(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forgetIn(ThreadGroup group) throws InterruptedException {
        try {
            Thread thread = new Thread(group, BeanCaches::flush, "escrowmq-forget", 0, false);
            thread.setDaemon(true);
            thread.start();
            thread.join(LIMIT_MILLIS);
        } catch (IllegalThreadStateException e) {
            AdapterLog.adapterDebug("The thread group " + group.getName() + " has ended", e);
        }
    }

    private static void flush() {
        REMEMBERED.forEach(Introspector::flushFromCaches);
    }

    /** What goes when the adapter goes: the JDK remembers what a bean inherits from as it does the bean. */
    private static Stream<Class<?>> withAncestors(Class<?> type) {
        if (type == null || type.getClassLoader() != BeanCaches.class.getClassLoader()) {
            return Stream.empty();
        }
        Stream<Class<?>> ancestors = Stream.concat(Stream.of(type.getInterfaces()),
                Stream.ofNullable(type.getSuperclass()));
        return Stream.concat(Stream.of(type), ancestors.flatMap(BeanCaches::withAncestors));
    }

    private static List<ThreadGroup> groups() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        // Twice as many as there were a moment ago: what does not fit is left out without a word.
        ThreadGroup[] found = new ThreadGroup[2 * root.activeGroupCount() + 8];
        int count = root.enumerate(found);
        return Stream.concat(Stream.of(root), Arrays.stream(found, 0, count)).toList();
    }
}
