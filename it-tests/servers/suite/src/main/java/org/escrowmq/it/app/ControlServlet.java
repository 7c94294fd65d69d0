package org.escrowmq.it.app;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.escrowmq.it.probe.Probe;

/**
 * For tests from outside the server: places orders, publishes events and lists what became of them, one a line.
 * Thread-safe, owned by the container.
 */
@WebServlet("/control/*")
public class ControlServlet extends HttpServlet {

    /** A file in the server's data directory that exists as soon as a transaction is held. */
    public static final String HELD = "held";

    @Serial
    private static final long serialVersionUID = 1L;

    @EJB
    private transient OrderDesk desk;

    @EJB
    private transient Ledger ledger;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String id = request.getParameter("id");
        switch (request.getPathInfo()) {
            case "/orders" -> place(id, request);
            case "/events" -> desk.publish(id);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void place(String id, HttpServletRequest request) {
        String held = request.getParameter("hold");
        if (held != null) {
            Probe.at(Probe.Point.valueOf(held), ControlServlet::hold);
        }
        Step[] consumption = Step.parse(request.getParameter("consumption")).toArray(Step[]::new);
        Step[] steps = Step.parse(request.getParameter("steps")).toArray(Step[]::new);
        desk.place(Order.of(id).consumedBy(consumption), steps);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> lines = switch (request.getPathInfo()) {
            case "/placed" -> ledger.ids(Ledger.PLACED);
            case "/consumed" -> ledger.ids(Ledger.CONSUMED);
            case "/in-doubt" -> ledger.inDoubt();
            case "/messages-in-doubt" -> preparedBranches();
            case "/forwarded" -> desk.waiting();
            case "/events" -> ids(EventListener.class);
            case "/durable-events" -> ids(DurableEventListener.class);
            default -> null;
        };
        if (lines == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        for (String line : lines) {
            response.getWriter().println(line);
        }
    }

    /** As an operator sees them in JMX. */
    private static List<String> preparedBranches() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            List<String> found = new ArrayList<>();
            for (ObjectName broker : beans.queryNames(new ObjectName("org.escrowmq:broker=*"), null)) {
                found.addAll(List.of((String[]) beans.invoke(broker, "listPreparedTransactions", null, null)));
            }
            return found;
        } catch (JMException e) {
            throw new IllegalStateException("The broker does not answer in JMX", e);
        }
    }

    private static List<String> ids(Class<?> bean) {
        return Deliveries.of(bean).stream().map(Delivery::id).toList();
    }

    /** Says that the transaction has come to this point and stays there until the server is killed. */
    private static void hold() {
        try {
            Files.createFile(ServerData.path().resolve(HELD));
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
