package org.escrowmq.it.observer;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Tells how many class loaders and threads the virtual machine has after a garbage collection: a line each. In a module
 * of its own, which stays while others come and go. Thread-safe, owned by the container.
 */
@WebServlet("/*")
public class ObserverServlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String[] NO_ARGUMENTS = {};

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        System.gc();
        response.setContentType("text/plain;charset=UTF-8");
        // The diagnostic command lists a loader in each line.
        response.getWriter().println(diagnose("vmClassloaderStats").lines().count());
        response.getWriter().println(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).sorted().collect(Collectors.joining(",")));
        response.getWriter().println(diagnose("gcClassHistogram").lines()
                .filter(line -> line.contains(" org.escrowmq.") && !line.contains(".it."))
                .map(line -> Arrays.stream(line.trim().split("\\s+")).skip(1).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(",")));
    }

    private static String diagnose(String command) throws IOException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            return (String) server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), command,
                    new Object[] {NO_ARGUMENTS}, new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("The virtual machine does not answer " + command, e);
        }
    }
}
