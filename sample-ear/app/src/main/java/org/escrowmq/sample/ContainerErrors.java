package org.escrowmq.sample;

import jakarta.ejb.EJBException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Answers 503 with the cause when a transaction failed; the outcome is then unknown to the client, which may ask for
 * the order by its id. Thread-safe, owned by the container.
 */
@Provider
public class ContainerErrors implements ExceptionMapper<EJBException> {
    private static final Logger LOGGER = System.getLogger(ContainerErrors.class.getName());

    @Override
    public Response toResponse(EJBException failure) {
        LOGGER.log(Level.WARNING, "A request failed.", failure);
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Response.status(Response.Status.SERVICE_UNAVAILABLE).type(MediaType.APPLICATION_JSON)
                .entity(Json.error(String.valueOf(cause.getMessage()))).build();
    }
}
