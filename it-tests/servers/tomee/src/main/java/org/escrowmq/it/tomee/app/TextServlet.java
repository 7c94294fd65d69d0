package org.escrowmq.it.tomee.app;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** POST sends a text, GET lists those received, one a line. Thread-safe, owned by the container. */
@WebServlet("/texts")
public class TextServlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Sender sender;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        sender.send(request.getParameter("text"), Boolean.parseBoolean(request.getParameter("commit")));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (String text : Receiver.texts()) {
            response.getWriter().println(text);
        }
    }
}
