package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.SecurityException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;

class ResourceErrorsTest {

    @Test
    void aSecurityErrorStaysOneInBothDirectionsWithCauseAndCode() {
        JMSSecurityException original = new JMSSecurityException("no", "E7");

        ResourceException toServer = ResourceErrors.resource("Cannot connect", original);
        assertThat(toServer).isInstanceOf(SecurityException.class).hasCause(original)
                .hasMessageContaining("Cannot connect: no");
        assertThat(toServer.getErrorCode()).isEqualTo("E7");

        JMSException back = ResourceErrors.jms("Cannot create a session", toServer);
        assertThat(back).isInstanceOf(JMSSecurityException.class).hasCause(toServer);
        assertThat(back.getErrorCode()).isEqualTo("E7");
    }

    @Test
    void theTypeSurvivesAServerThatWrapsTheError() {
        ResourceException wrapped = new ResourceException("IJ000658",
                ResourceErrors.resource("Cannot connect", new InvalidClientIDException("taken")));

        assertThat(ResourceErrors.jms("Cannot create a session", wrapped)).isInstanceOf(InvalidClientIDException.class);
    }

    @Test
    void lackOfResourcesStaysWhatItIs() {
        ResourceException toServer =
                ResourceErrors.resource("Cannot connect", new jakarta.jms.ResourceAllocationException("full"));

        assertThat(toServer).isInstanceOf(jakarta.resource.spi.ResourceAllocationException.class);
        assertThat(ResourceErrors.jms("x", toServer)).isInstanceOf(jakarta.jms.ResourceAllocationException.class);
        assertThat(ResourceErrors.jms("x", new ResourceException("other")).getClass()).isEqualTo(JMSException.class);
    }

    @Test
    void anXaErrorKeepsItsCode() {
        XAException cause = new XAException(XAException.XA_RBTIMEOUT);

        assertThat(ResourceErrors.local("Cannot commit", cause)).hasMessageContaining("106").hasCause(cause);
    }
}
